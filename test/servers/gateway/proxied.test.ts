// Behind a proxy each visitor has their own limits, and a page is known by the name people type.
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { exchange } from "../../security/raw.ts";
import { openWorld, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", {
    trustedProxies: ["loopback"],
    perAddress: 1,
    flow: { maxSessionsOfAddress: 1 },
    allowedHosts: ["gw", "crosstalk.example"],
  });
});
afterAll(() => world.close());

let visitors = 0;
const nextVisitor = () => `2.2.2.${++visitors}`;

const open = (client: string) =>
  world.call("POST", "/api/labs", { headers: { "x-forwarded-for": `9.9.9.9, ${client}` } });

test("labs are counted for each visitor, and not for the proxy", async () => {
  expect((await open("1.1.1.1")).status).toBe(201);
  expect((await open("1.1.1.2")).status).toBe(201);
  expect((await open("1.1.1.1")).body).toMatchObject({ error: { code: "capacity" } });
});

test("so are the pages that watch", async () => {
  const { body: lab } = await open("1.1.2.1");
  const watch = async (client: string) => {
    const socket = io(world.url, {
      path: "/watch/socket.io/",
      auth: { lab: lab.id },
      extraHeaders: { "x-forwarded-for": client },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    onTestFinished(() => void socket.disconnect());
    return new Promise<string>((resolve) => {
      socket.once("connect", () => resolve("in"));
      socket.once("connect_error", () => resolve("refused"));
    });
  };
  expect([await watch("1.1.2.1"), await watch("1.1.2.2"), await watch("1.1.2.1")]).toEqual([
    "in",
    "in",
    "refused",
  ]);
});

test("a temporary refusal says when to try again", async () => {
  const { status, headers } = await fetch(`${world.url}/api/labs`, {
    method: "POST",
    headers: { "x-forwarded-for": "1.1.1.1" },
  });
  expect([status, headers.get("retry-after")]).toEqual([503, "10"]);
});

test.each([
  ["https://crosstalk.example", 201],
  ["HTTPS://Crosstalk.Example:443", 201],
  ["https://crosstalk.example:8443", 403],
  ["https://evil.example", 403],
])("a page of %s behind a proxy that sends another Host gets %i for a lab", async (origin, status) => {
  const lines = ["POST /api/labs HTTP/1.1", "host: gw", `origin: ${origin}`, "connection: close"];
  const answer = await exchange(
    world.url,
    `${lines.join("\r\n")}\r\nx-forwarded-for: ${nextVisitor()}\r\n\r\n`,
  );
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
