// A bare TCP connection to a Redis or to the broker, for tests that look at the very bytes.

import { once } from "node:events";
import { connect } from "node:net";

export interface Wire {
  send(bytes: string | Buffer): void;
  /** All bytes up to the first `text` that was not returned yet, or up to the end of the connection. */
  until(text: string): Promise<Buffer>;
  /** All bytes up to the end of the connection, after our own end of it is closed. */
  toEnd(): Promise<Buffer>;
  /** Ends the connection at once. */
  close(): void;
  /** Stops to read, so that what is sent to us piles up. */
  pause(): void;
  /** Resolves when the connection is over. */
  ended: Promise<void>;
}

/** Connects. Text is sent as latin1, so that every byte can be written in a string. */
export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.setNoDelay(true);
  let received = Buffer.alloc(0);
  let over = false;
  let look = () => {};
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, Buffer.from(chunk)]);
    look();
  });
  socket.on("error", () => {});
  const ended = once(socket, "close").then(() => {
    over = true;
    look();
  });

  function take(count: number): Buffer {
    const taken = received.subarray(0, count);
    received = received.subarray(count);
    return taken;
  }

  return {
    send: (bytes) => {
      if (socket.writable) socket.write(Buffer.from(bytes as string, "latin1"));
    },
    until: (text) =>
      new Promise((resolve) => {
        look = () => {
          const found = received.indexOf(text, 0, "latin1");
          if (found !== -1) resolve(take(found + text.length));
          else if (over) resolve(take(received.length));
        };
        look();
      }),
    async toEnd() {
      socket.end();
      await ended;
      return take(received.length);
    },
    close: () => socket.destroy(),
    pause: () => socket.pause(),
    ended,
  };
}
