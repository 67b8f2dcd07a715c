// A phone as a client: the gateway gives it a seat in the shared lab, and there it is a stock client like any other.
import { io, type Socket } from "socket.io-client";
import { type ClientAuth, describe, type ServerName } from "../../servers/protocol.ts";
import type { Seat } from "../../servers/protocol-workshop.ts";
import { visible } from "../lab/visible.ts";
import { identity, joinAs } from "./identity.ts";
import { openSession } from "./session.svelte.ts";

export interface Heard {
  number: number;
  text: string;
  own: boolean;
}

/** So many are listed; all are counted. */
const listed = 30;
/** The names of clients are that long at most. */
const maxName = 24;
const maxText = 120;

export function openPhone() {
  let seat = $state.raw<Seat | null>(null);
  let connected = $state(false);
  let heard = $state.raw<readonly Heard[]>([]);
  let count = $state(0);
  let client: Socket | undefined;
  /** What was sent and has not come back. */
  const sent: string[] = [];

  const me = identity();
  const session = openSession(() => ({ role: "phone", key: me?.key ?? "", name: name() }));
  session.socket.on("seat", sit);
  session.socket.on("you", ({ name: called }) => {
    if (identity()?.joined) joinAs(called);
  });
  const name = () => session?.you?.name ?? identity()?.name ?? "";

  function sit(given: Seat | null) {
    if (given?.path === seat?.path && client?.active) return;
    client?.close();
    client = undefined;
    connected = false;
    seat = given;
    if (!given) return;
    const auth = (): ClientAuth => ({ name: [...name()].slice(0, maxName).join("") });
    client = io({
      path: given.path,
      auth: (give) => give(auth()),
      forceNew: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
    });
    client.on("connect", () => {
      connected = true;
    });
    client.on("disconnect", () => {
      connected = false;
    });
    client.on("message", (data: unknown) => {
      const text = visible(typeof data === "string" ? data : describe([data]));
      const index = sent.indexOf(String(data));
      if (index >= 0) sent.splice(index, 1);
      count += 1;
      heard = [
        { number: count, text: [...text].slice(0, maxText).join(""), own: index >= 0 },
        ...heard,
      ].slice(0, listed);
    });
  }

  return {
    session,
    get server(): ServerName | undefined {
      return seat?.server;
    },
    get connected() {
      return connected;
    },
    /** The newest first. */
    get heard() {
      return heard;
    },
    get count() {
      return count;
    },
    get name() {
      return name();
    },
    send(what: string) {
      if (!client?.connected) return;
      const text = `${name()}: ${what}`;
      sent.push(text);
      if (sent.length > listed) sent.shift();
      client.emit("message", text);
    },
    close() {
      client?.close();
      session.close();
    },
  };
}
