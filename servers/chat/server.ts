// The server of the lessons: a Socket.IO chat whose link to other servers can be changed while it runs.
import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { ChatIo } from "./events.ts";
import { answerClient, answerServers } from "./handlers.ts";
import type { RedisAddress } from "./link.ts";
import { createLinkable, type Linkable } from "./linkable.ts";
import { unlessAborted } from "./redis-clients.ts";

export interface ChatServer extends Pick<Linkable, "setLink" | "link"> {
  io: ChatIo;
  close: () => Promise<void>;
}

/** A Redis that doesn't answer within this time isn't waited for when the server closes. */
const goodbyeWithinMs = 1000;

/** Creates a server with link `none` on `http`. The caller calls `http.listen()`. */
export function createChatServer(
  http: HttpServer,
  { name, redis }: { name: string; redis: RedisAddress },
): ChatServer {
  const io: ChatIo = new Server(http, { serveClient: false, maxHttpBufferSize: 1_000_000 });
  const { current, link, setLink } = createLinkable(io, redis);

  // #region connection
  io.on("connection", (socket) => {
    console.log(`${socket.id} connected`);
    socket.on("disconnect", (reason) => console.log(`${socket.id} disconnected: ${reason}`));
    answerClient(io, socket, current);
  });
  answerServers(io, name);
  // #endregion connection

  return {
    io,
    link,
    setLink,
    async close() {
      await io.close();
      // Redis has what was written until now, the sessions of the clients among it.
      await unlessAborted(AbortSignal.timeout(goodbyeWithinMs), current().unsubscribed()).catch(() => {});
      current().close();
    },
  };
}
