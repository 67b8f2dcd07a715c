// Bytes outside of any protocol end the connection they came on, and nothing else.
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBroker } from "../../servers/redis/broker/broker.ts";
import { openWire } from "../servers/redis/raw-connection.ts";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";
import { connect, frame, upgrade } from "./raw.ts";

let world: World;
let lab: TestLab;
let alpha: TestClient;
beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
  alpha = await lab.client("a", { transports: ["websocket"] });
});
afterAll(() => world.close());

/** The lab, its neighbours and the gateway keep running in the same processes. */
async function expectAlive(): Promise<void> {
  expect(await alpha.send("still here")).toBe("ok");
  const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body;
  expect([servers.a.pid, servers.b.pid]).toEqual([lab.servers.a.pid, lab.servers.b.pid]);
}

const unmasked = Buffer.from([0x81, 0x02, 0x68, 0x69]);
const reserved = Buffer.from([0xf1, 0x80, 0, 0, 0, 0]);
const hugeControl = Buffer.concat([Buffer.from([0x89, 0xfe, 0x01, 0x00]), Buffer.alloc(260)]);
const badClose = Buffer.concat([Buffer.from([0x88, 0x82, 0, 0, 0, 0]), Buffer.from([0x00, 0x01])]);
const badText = frame(Buffer.from([0xff, 0xfe, 0xfd]));

describe.each([
  ["a server of a lab", () => lab.servers.a.path],
  ["watchers", () => "/watch/socket.io/"],
])("a WebSocket to %s", (_, path) => {
  test.each([
    ["an unmasked frame", unmasked],
    ["reserved bits", reserved],
    ["a control frame that is too long", hugeControl],
    ["a close without a meaning", badClose],
    ["text that is no UTF-8", badText],
    ["an unknown opcode", frame("x", 7)],
    ["an unknown packet", frame("9")],
    ["no packet at all", frame("")],
    ["an upgrade that was not asked for", frame("5")],
    ["an invalid Socket.IO packet", frame('4{"a":1}')],
    ["a packet of an unknown Socket.IO type", frame("49")],
    ["an event before it has connected", frame('42["message","hi"]')],
    ["an event without a name", Buffer.concat([frame("40"), frame("42[]")])],
    ["an event whose name is an object", Buffer.concat([frame("40"), frame('42[{"a":1}]')])],
    ["an event with a reserved name", Buffer.concat([frame("40"), frame('42["disconnect"]')])],
    ["an unrequested acknowledgement", Buffer.concat([frame("40"), frame("4399[]")])],
    ["an endless number", Buffer.concat([frame("40"), frame(`42${"9".repeat(5000)}["message"]`)])],
    [
      "binary parts that never arrive",
      Buffer.concat([frame("40"), frame('459999-["message",{"_placeholder":true,"num":0}]')]),
    ],
    [
      "a placeholder out of range",
      Buffer.concat([frame("40"), frame('451-["message",{"_placeholder":true,"num":9e9}]'), frame("x", 2)]),
    ],
    ["unannounced binary", Buffer.concat([frame("40"), frame("x", 2)])],
    ["an unknown namespace", frame("40/admin,")],
  ])("with %s harms nobody", async (_, bytes) => {
    const { status, socket } = await upgrade(world.url, { path: `${path()}?EIO=4&transport=websocket` });
    onTestFinished(() => void socket.destroy());
    expect(status).toBe(101);
    socket.resume();
    socket.write(bytes);
    socket.write(frame("2")); // an Engine.IO 3 ping, so that something follows
    await expectAlive();
  });
});

describe("an invalid request", () => {
  test.each([
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    [
      "two lengths",
      "POST /api/labs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    ],
    [
      "a length and chunks",
      "POST /labs/x/a/socket.io/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    [
      "broken chunks",
      "POST /api/labs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ["a bare line feed in its head", "GET / HTTP/1.1\r\nHost: localhost\nX: 1\r\n\r\n"],
    ["an endless head", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(100_000)}\r\n\r\n`],
    ["an endless path", `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ])("with %s is refused", async (_, text) => {
    const socket = await connect(world.url);
    const ended = once(socket, "close");
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk));
    socket.write(Buffer.from(text, "latin1"));
    await ended;
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    await expectAlive();
  });

  test.each(["a", "balanced"] as const)("smuggles no second request to server %s", async (name) => {
    const socket = await connect(world.url);
    let answer = "";
    const ended = once(socket, "close");
    socket.on("data", (chunk) => (answer += chunk));
    const inner = `GET /labs/${lab.id}/b/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: evil.example\r\n\r\n`;
    socket.write(
      `POST /labs/${lab.id}/${name}/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
        `Content-Length: ${inner.length}\r\n\r\n${inner}`,
    );
    await ended;
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive();
  });
});

describe("the broker", () => {
  test.each([
    ["a length below zero", "*1\r\n$-5\r\n"],
    ["an endless number of words", "*2147483648\r\n"],
    ["a word of 4 GB", "*1\r\n$4294967296\r\n"],
    ["an invalid length", "*1\r\n$abc\r\n"],
    ["another type", "*1\r\n:1\r\n"],
    ["a line without an end", "x".repeat(200_000)],
    ["an HTTP request", "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ["quotes that never close", 'PING "abc\r\n'],
  ])("%s ends its own connection, and no other", async (_, text) => {
    const broker = await createBroker();
    onTestFinished(() => broker.close());
    const [bystander, broken] = [await openWire(broker.port), await openWire(broker.port)];
    onTestFinished(() => {
      bystander.close();
      broken.close();
    });
    broken.send(text);
    await broken.ended;
    bystander.send("PING\r\n");
    expect(String(await bystander.until("\r\n"))).toBe("+PONG\r\n");
  });
});
