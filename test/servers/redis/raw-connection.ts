// A bare TCP connection to a Redis or to the broker, for tests that compare bytes.

import { once } from "node:events";
import { connect } from "node:net";
import { createByteWindow } from "../../../servers/redis/resp/byte-window.ts";

export interface RawConnection {
  /** Text is sent as latin1, so that every byte can be written in a string. */
  send(bytes: string | Buffer): void;
  /** All bytes up to and including the next `text`, or up to the end of the connection. */
  until(text: string): Promise<Buffer>;
  /** All bytes up to the end of the connection, after our own end was closed. */
  toEnd(): Promise<Buffer>;
  close(): void;
  /** Stops reading, so that what is sent to us piles up. */
  pause(): void;
  resume(): void;
  /** How many bytes the other side hasn't read yet. */
  readonly unsent: number;
  /** Resolves when the connection has ended. */
  ended: Promise<void>;
}

export async function openWire(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const received = createByteWindow();
  let over = false;
  let look = () => {};
  socket.on("data", (chunk) => {
    received.append(Buffer.from(chunk));
    look();
  });
  socket.on("error", () => {});
  const ended = once(socket, "close").then(() => {
    over = true;
    look();
  });

  return {
    send(bytes) {
      if (socket.writable) socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
    },
    until(text) {
      const mark = Buffer.from(text, "latin1");
      let scanned = 0;
      return new Promise((resolve) => {
        look = () => {
          for (; scanned + mark.length <= received.length; scanned++) {
            const start = received.find(mark.readUInt8(0), scanned);
            scanned = start === -1 ? received.length : start;
            if (start === -1 || start + mark.length > received.length) break;
            if (!received.view(start, start + mark.length).equals(mark)) continue;
            look = () => {};
            resolve(received.take(start + mark.length));
            return;
          }
          if (over) resolve(received.take(received.length));
        };
        look();
      });
    },
    async toEnd() {
      socket.end();
      await ended;
      return received.take(received.length);
    },
    close: () => socket.destroy(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get unsent() {
      return socket.writableLength;
    },
    ended,
  };
}
