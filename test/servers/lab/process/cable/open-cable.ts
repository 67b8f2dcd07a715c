// A cable between a server of the test and its clients, with everything that passes.
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { expect, onTestFinished } from "vitest";
import {
  type ConnectionTap,
  createCable,
  type Direction,
} from "../../../../../servers/lab/process/cable/cable.ts";
import type { CableSetting } from "../../../../../servers/lab/process-protocol.ts";

export const up: CableSetting = { state: "up", delayMs: 0 };

export interface End {
  socket: Duplex;
  /** Everything that arrived, as latin1. */
  text: () => string;
  /** How the connection ended: an error's code, "end" for a FIN, or undefined while it is open. */
  over: () => string | undefined;
}

export function end(socket: Duplex): End {
  const chunks: Buffer[] = [];
  let over: string | undefined;
  socket.on("data", (chunk) => chunks.push(Buffer.from(chunk)));
  socket.on("error", (error) => {
    over ??= "code" in error ? String(error.code) : error.message;
  });
  socket.on("end", () => {
    over ??= "end";
  });
  socket.on("close", () => {
    over ??= "close";
  });
  return { socket, text: () => Buffer.concat(chunks).toString("latin1"), over: () => over };
}

/** A cable between this test's clients and a server of this test, with a tap that records its calls. */
export async function open(setting: CableSetting = up) {
  const accepted: End[] = [];
  const server = net.createServer((socket) => void accepted.push(end(socket)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const entered: string[] = [];
  const reported: string[] = [];
  let openTaps = 0;
  const tap = (): ConnectionTap => {
    openTaps += 1;
    return {
      entered(towards: Direction, chunk) {
        const what = `${towards} ${chunk.length}`;
        entered.push(what);
        return {
          left: () => void reported.push(`left ${what}`),
          lost: (state) => void reported.push(`lost ${what} ${state}`),
        };
      },
      closed: () => {
        openTaps -= 1;
      },
    };
  };
  const target = new URL(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const cable = createCable(target, setting, tap);
  const clients: End[] = [];
  onTestFinished(async () => {
    for (const { socket } of [...clients, ...accepted]) socket.destroy();
    cable.close();
    server.close();
  });

  async function connect(): Promise<End> {
    const client = end(cable.connect());
    clients.push(client);
    await new Promise<void>((resolve) => {
      for (const event of ["connect", "close"]) client.socket.once(event, () => resolve());
    });
    return client;
  }
  /** A client with the server's end of its connection. */
  async function pair(): Promise<{ client: End; far: End }> {
    const count = accepted.length;
    const client = await connect();
    await expect.poll(() => accepted.length).toBe(count + 1);
    return { client, far: accepted[count] as End };
  }
  return { cable, connect, pair, accepted, entered, reported, openTaps: () => openTaps };
}
