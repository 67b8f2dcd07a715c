import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type BrokerOptions, createBroker } from "../../../../servers/redis/broker/broker.ts";
import { encodeCommand } from "../../../../servers/redis/resp/encode.ts";
import { openWire } from "../raw-connection.ts";

async function openBroker(options: BrokerOptions = {}) {
  const broker = await createBroker(options);
  onTestFinished(() => broker.close());
  const ask = async (line: string) => {
    const wire = await openWire(broker.port);
    wire.send(`${line}\r\n`);
    return (await wire.toEnd()).toString();
  };
  return { broker, ask, open: () => openWire(broker.port) };
}

test("never claims to be a Redis", async () => {
  const { ask } = await openBroker();
  const info = await ask("INFO");
  expect(info).toContain("server_name:crosstalk-embedded");
  expect(info).not.toContain("redis_version");
  expect(await ask("HELLO 3")).toContain("$18\r\ncrosstalk-embedded\r\n");
});

test.each([
  "GET key",
  "get",
  "SET a b",
  "XADD s * a b",
  "MULTI",
  "CONFIG GET port",
  "CLIENT KILL x",
  "EVAL x 0",
])("says to %j that it has Pub/Sub only, and what to do", async (line) => {
  const { ask } = await openBroker();
  expect(await ask(line)).toMatch(
    /^-ERR '[a-z|]+' needs a real Redis.* has Pub\/Sub only: install redis-server, or set REDIS_URL .*\r\n$/,
  );
});

test("returns the requested sections of INFO", async () => {
  const { ask } = await openBroker();
  expect(await ask("SUBSCRIBE a\r\nPSUBSCRIBE b\r\nPING x")).toContain("pong");
  const clients = await ask("INFO clients");
  expect(clients).toContain("connected_clients:1\r\n");
  expect(clients).not.toContain("# Server");
  expect(await ask("HELLO 3\r\nINFO stats")).toMatch(/=\d+\r\ntxt:# Stats\r\npubsub_channels:0\r\n/);
});

test("lists every connection in CLIENT LIST", async () => {
  const { ask, open } = await openBroker();
  const subscriber = await open();
  subscriber.send("CLIENT SETNAME one\r\nCLIENT SETINFO LIB-NAME lib\r\nSUBSCRIBE a b\r\nSSUBSCRIBE c\r\n");
  await subscriber.until("$1\r\nc\r\n:1\r\n");
  const list = await ask("CLIENT LIST");
  expect(list).toMatch(
    /id=1 addr=127\.0\.0\.1:\d+ .*name=one .*flags=P .*sub=2 psub=0 ssub=1 .*lib-name=lib/,
  );
  expect(list).toMatch(/\nid=2 .*flags=N .*cmd=client\|list/);
  expect(await ask("CLIENT LIST TYPE pubsub")).not.toContain("id=3");
  expect(await ask("CLIENT LIST TYPE normal")).not.toContain("id=1 ");
});

test("keeps what CLIENT SETINFO says, if it fits into a line", async () => {
  const { ask } = await openBroker();
  expect(await ask("CLIENT SETINFO LIB-VER 6.3.1\r\nCLIENT INFO")).toContain("lib-ver=6.3.1");
  expect(await ask("CLIENT SETINFO LIB-NAME 'a b'")).toBe(
    "-ERR lib-name cannot contain spaces, newlines or special characters.\r\n",
  );
  expect(await ask("CLIENT SETINFO nonsense x")).toBe("-ERR Unrecognized option 'nonsense'\r\n");
});

test("lists its commands", async () => {
  const { ask } = await openBroker();
  const count = Number((await ask("COMMAND COUNT")).slice(1));
  expect((await ask("COMMAND LIST")).split("\r\n")[0]).toBe(`*${count}`);
  expect((await ask("COMMAND")).split("\r\n")[0]).toBe(`*${count}`);
  expect(await ask("COMMAND INFO get publish")).toMatch(/^\*2\r\n\$-1\r\n\*10\r\n\$7\r\npublish\r\n:3\r\n/);
});

test("hangs up on a web page's request", async () => {
  const { ask } = await openBroker();
  expect(await ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nPUBLISH a b")).toBe("");
});

test("accepts no more connections than allowed, and another one when one has left", async () => {
  const { open } = await openBroker({ maxClients: 1 });
  const first = await open();
  first.send("PING\r\n");
  await first.until("+PONG\r\n");
  const second = await open();
  expect((await second.toEnd()).toString()).toBe("-ERR max number of clients reached\r\n");
  first.send("QUIT\r\n");
  await first.ended;
  await expect
    .poll(async () => {
      const third = await open();
      third.send("PING\r\n");
      return (await third.toEnd()).toString();
    })
    .toBe("+PONG\r\n");
});

test("refuses a command that is too large", async () => {
  const { open } = await openBroker({ maxCommandBytes: 1000 });
  const wire = await open();
  wire.send(encodeCommand(["PUBLISH", "a", Buffer.alloc(2000)]));
  expect((await wire.until("\r\n")).toString()).toBe(
    "-ERR Protocol error: a command is larger than 1000 bytes\r\n",
  );
  await wire.ended;
});

test("disconnects a subscriber that does not read, and nobody else", async () => {
  const { open } = await openBroker({ maxUnreadBytes: 1024 ** 2 });
  const [slow, quick, publisher] = await Promise.all([open(), open(), open()]);
  for (const subscriber of [slow, quick]) {
    subscriber.send("SUBSCRIBE a\r\n");
    await subscriber.until(":1\r\n");
  }
  slow.pause();
  const message = encodeCommand(["PUBLISH", "a", `${".".repeat(500_000)}END`]);
  await expect
    .poll(
      async () => {
        publisher.send(message);
        await quick.until("END\r\n");
        return (await publisher.until("\r\n")).toString();
      },
      { interval: 0 },
    )
    .toBe(":1\r\n");
});

test("lets a client that doesn't read its replies wait until it does, and loses none", async () => {
  const { open } = await openBroker();
  const wire = await open();
  wire.pause();
  const echo = encodeCommand(["ECHO", Buffer.alloc(100_000, "x")]);
  for (let i = 0; i < 300; i++) wire.send(echo);
  wire.send("PING last\r\n");
  // A fence: while another client is served a hundred times, the broker has time for this one too.
  const other = await open();
  for (let i = 0; i < 100; i++) {
    other.send(`PING ${i}\r\n`);
    await other.until(`\r\n${i}\r\n`);
  }
  expect(wire.unsent).toBeGreaterThan(10_000_000);
  wire.resume();
  expect((await wire.until("last\r\n")).length).toBeGreaterThan(300 * 100_000);
});

test("drops every connection when it closes, and may be closed twice", async () => {
  const { broker, open } = await openBroker();
  const wire = await open();
  await Promise.all([broker.close(), broker.close()]);
  await wire.ended;
  await expect(open()).rejects.toThrow("ECONNREFUSED");
});

test("rejects when its port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(createBroker({ port })).rejects.toThrow("EADDRINUSE");
});
