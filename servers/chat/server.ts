// The server of the lessons: a Socket.IO chat whose link to other servers can be changed while it runs.
import type { Server as HttpServer } from "node:http";
import { ErrorReply } from "redis";
import { Server } from "socket.io";
import type { LinkName } from "../protocol.ts";
import type { ChatIo } from "./events.ts";
import { answerClient, answerServers } from "./handlers.ts";
import type { Link, RedisPlace } from "./link.ts";
import { links } from "./links/all.ts";
import { noLink } from "./links/none.ts";
import { before } from "./redis-clients.ts";
import { swapAdapter } from "./swap.ts";

export interface ChatServer {
  io: ChatIo;
  /**
   * Replaces the link to the other servers. Clients stay connected.
   * @param signal aborts the change, e.g. when Redis does not answer; the old link then stays.
   * @returns a promise that resolves once the new link is subscribed and the old one unsubscribed.
   */
  setLink: (name: LinkName, signal: AbortSignal) => Promise<void>;
  link: () => LinkName;
  close: () => Promise<void>;
}

/** A Redis that doesn't answer within this time isn't waited for when the server closes. */
const goodbyeWithinMs = 1000;

/** Creates a server with link `none` on `http`. The caller calls `http.listen()`. */
export function createChatServer(
  http: HttpServer,
  { name, redis }: { name: string; redis: RedisPlace },
): ChatServer {
  const io: ChatIo = new Server(http, { serveClient: false, maxHttpBufferSize: 1_000_000 });
  let current: LinkName = "none";
  let link: Link = noLink;
  let queue = Promise.resolve();

  // #region connection
  io.on("connection", (socket) => {
    console.log(`${socket.id} connected`);
    socket.on("disconnect", (reason) => console.log(`${socket.id} disconnected: ${reason}`));
    answerClient(io, socket, () => link);
  });
  answerServers(io, name);
  // #endregion connection

  async function change(next: LinkName, signal: AbortSignal): Promise<void> {
    if (next === current) return;
    const opened = await open(next, signal);
    const left = link;
    link = opened;
    current = next;
    // If Redis cannot be reached, the old link is cut off below. Either way it brings no more messages.
    await before(signal, left.unsubscribed()).catch(() => {});
    left.close();
    console.log(`link: ${next}`);
  }

  /** Opens a link and uses it next to the old one. If that fails, closes all of its connections. */
  async function open(next: LinkName, signal: AbortSignal): Promise<Link> {
    const ending = new AbortController();
    const giveUp = () => ending.abort(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      const opened = await links[next](redis, ending.signal, io);
      try {
        await swapTo(opened);
        await before(ending.signal, opened.subscribed());
        return opened;
      } catch (error) {
        await swapTo(link);
        opened.close();
        throw error;
      }
    } catch (error) {
      ending.abort();
      // Closing the connections makes pending work fail too, but that error is not the reason.
      throw signal.aborted && !(error instanceof ErrorReply) ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  async function swapTo(to: Link): Promise<void> {
    Object.assign(io._opts, { connectionStateRecovery: to.recovery });
    for (const old of swapAdapter(io, to.adapter)) await old.close();
  }

  return {
    io,
    link: () => current,
    setLink(next, signal) {
      const done = queue.then(() => change(next, signal));
      queue = done.catch(() => {});
      return done;
    },
    async close() {
      await io.close();
      // Redis has what was written until now, the sessions of the clients among it.
      await before(AbortSignal.timeout(goodbyeWithinMs), link.unsubscribed()).catch(() => {});
      link.close();
    },
  };
}
