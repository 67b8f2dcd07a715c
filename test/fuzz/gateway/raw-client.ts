// One TCP connection of a client that does what no library would: any bytes, in any pieces, ended at any time.
import net from "node:net";
import { labWord, passwordWord, sessionWord, tokenWord } from "../placeholders.ts";

/** Bytes are latin1: one character is one byte. */
export type Step =
  | { send: string }
  /** Waits until anything comes back, or nothing has for a while. */
  | { wait: "answer" }
  /** Waits this many turns of the event loop. */
  | { wait: number }
  /** `fin` is a half-close, `reset` is RST; nothing can follow a reset. */
  | { end: "fin" | "reset" };

export type Conversation = readonly Step[];

export interface Place {
  /** Which port to connect to. */
  at: "gateway" | "redis";
  port: number;
  /** The client's address. */
  from?: string;
  lab: string;
  token: string;
  /** Redis' password; empty if it has none. */
  password: string;
}

const answerWithinMs = 60;
const closedWithinMs = 60;
const maxKept = 64 * 1024;

/** Resolves to the beginning of the response, once the connection is closed at both ends. */
export async function converse(place: Place, steps: Conversation): Promise<string> {
  const socket = net.connect({
    port: place.port,
    host: "127.0.0.1",
    noDelay: true,
    allowHalfOpen: true,
    ...(place.from && { localAddress: place.from }),
  });
  let heard = "";
  let news = () => {};
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  void closed.then(() => news());
  socket.on("error", () => {}); // "close" follows
  socket.on("end", () => news());
  socket.on("data", (chunk: Buffer) => {
    if (heard.length < maxKept) heard += chunk.toString("latin1");
    news();
  });
  /** Waits until something arrives, the connection closes, or `ms` have passed. */
  const anything = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      news = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  await Promise.race([closed, new Promise<void>((resolve) => socket.once("connect", resolve))]);
  let isReset = false;
  for (const step of steps) {
    if (socket.destroyed || isReset) break;
    if ("send" in step) {
      if (socket.writable) socket.write(Buffer.from(fill(step.send, place, heard), "latin1"));
    } else if ("end" in step) {
      isReset = step.end === "reset";
      if (isReset) socket.resetAndDestroy();
      else socket.end();
    } else if (step.wait === "answer") {
      await anything(answerWithinMs);
    } else {
      for (let turn = 0; turn < step.wait; turn += 1) await new Promise(setImmediate);
    }
  }
  // FIN is answered with FIN, but an upgraded connection may stay.
  const limit = setTimeout(() => socket.destroy(), closedWithinMs);
  if (!isReset && socket.writable) socket.end(); // Node can't reset what is being shut down
  await closed;
  clearTimeout(limit);
  return heard;
}

function fill(bytes: string, { lab, token, password }: Place, heard: string): string {
  const session = /"sid":"([\w-]{20})"/.exec(heard)?.[1] ?? sessionWord;
  return bytes
    .replaceAll(passwordWord, password)
    .replaceAll(labWord, lab)
    .replaceAll(tokenWord, token)
    .replaceAll(sessionWord, session);
}
