// Connects an app to the lab's Redis: it doesn't know that Redis' password, so the connection is signed in before the app has it.
import tls from "node:tls";
import { connectTo } from "../../../redis/connect.ts";
import type { FarEnd } from "../cable/cable.ts";
import { createLateSocket } from "../own-code/dial.ts";

/** Returns the far end at once; it emits `connect` when it is connected and signed in. */
export function connectAuthenticated(target: URL): FarEnd {
  const late = createLateSocket();
  const socket = connectTo(target);
  const fail = (error: Error) => void late.stream.destroy(error);
  const words = [target.username, target.password].filter(Boolean).map(decodeURIComponent);
  socket.once("error", fail);
  socket.once(socket instanceof tls.TLSSocket ? "secureConnect" : "connect", () => {
    if (words.length === 0) return take();
    socket.write(commandOf(["AUTH", ...words]));
    socket.once("data", (reply) => {
      socket.pause();
      if (String(reply) === "+OK\r\n") take();
      else fail(new Error(`Redis refused the lab's password: ${String(reply).trim()}`));
    });
  });
  late.stream.once("close", () => socket.destroy());

  function take(): void {
    socket.off("error", fail);
    late.attach(socket);
  }
  return late.stream;
}

function commandOf(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
