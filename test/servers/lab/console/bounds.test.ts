// What the consoles of one lab may ask of Redis at a time, exact to the command, the byte and the round.
import { once } from "node:events";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createConsoles } from "../../../../servers/lab/console/console.ts";
import { format } from "../../../../servers/lab/console/format-reply.ts";
import type { Connection } from "../../../../servers/lab/console/redis-connection.ts";
import { findKeys } from "../../../../servers/lab/console/scan-keys.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: vi.fn(() => Promise.resolve()) }));

/** A Redis that replies to each command as `reply` says, and to the console's own PING with its mark. */
async function openRedis(reply: string | null): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const mark = /\$4\r\nPING\r\n(\$16\r\n.{16}\r\n)$/.exec(String(chunk))?.[1];
      if (reply !== null && mark) socket.write(`${reply}${mark}`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

async function openConsole(reply: string | null) {
  const printed: string[] = [];
  const console = createConsoles(await openRedis(reply), "lab:").open((lines) => printed.push(...lines));
  onTestFinished(console.close);
  return { console, printed };
}

test("20 commands of a lab wait for their replies; one more is refused", async () => {
  const { console, printed } = await openConsole(null);
  for (let typed = 0; typed < 20; typed += 1) console.type("GET v");
  expect(printed).toEqual([]);
  console.type("GET v");
  expect(printed).toEqual(["(error) 20 commands of this lab already wait for their replies."]);
});

test("after a reply, the lab waits a second for each MB of it", async () => {
  const { console, printed } = await openConsole(`$${512 * 1024}\r\n${"x".repeat(512 * 1024)}\r\n`);
  console.type("GET v");
  console.type("GET w");
  await expect.poll(() => printed).toHaveLength(2);
  await expect.poll(() => vi.mocked(delay).mock.calls).toEqual([[500], [500]]);
});

test("KEYS looks at 200,000 keys, and says that there may be more", async () => {
  const asked: string[] = [];
  const connection: Pick<Connection, "ask"> = {
    ask(args, onReply) {
      asked.push(args.join(" "));
      onReply({
        type: "array",
        items: [
          { type: "bulk", bytes: Buffer.from("7") },
          { type: "array", items: [] },
        ],
      });
      return Promise.resolve();
    },
  };
  const lines: string[] = [];
  const args = ["KEYS", "lab:*"].map((word) => Buffer.from(word));
  await findKeys(connection as Connection, args, (value) => lines.push(...format(value, "lab:")));
  expect(asked).toHaveLength(200);
  expect(new Set(asked)).toEqual(new Set(["SCAN 0 MATCH lab:* COUNT 1000", "SCAN 7 MATCH lab:* COUNT 1000"]));
  expect(lines).toEqual(["(empty array)", expect.stringMatching(/^\(looked at about 200000 keys/)]);
});
