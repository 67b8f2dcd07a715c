// A fault at an edge of the gateway ends there: with an error response or a closed connection, and nothing else.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createErrorBoundary } from "../../servers/error-boundary.ts";
import { createRefusals } from "../../servers/gateway/admission/refusal-log.ts";
import { connect, exchange, head, webSocketHead } from "../security/raw.ts";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";

type How = "throws" | "rejects";

let armed: { place: string; how: How } | null = null;
const printed: string[] = [];
const boundary = createErrorBoundary({
  print: (line) => printed.push(line),
  fault(place) {
    if (armed?.place !== place) return;
    const { how } = armed;
    armed = null;
    const error = new Error(`a fault in ${place}`);
    if (how === "rejects") return Promise.reject(error);
    throw error;
  },
});

const maxConnections = 20;
let world: World;
let lab: TestLab;
let alpha: TestClient;
beforeAll(async () => {
  world = await openWorld("embedded", { boundary, limits: { maxConnections } });
  lab = await world.openLab({ shared: true });
  alpha = await lab.client("a", { transports: ["websocket"] });
});
afterAll(() => world.close());

const polling = () => `/labs/${lab.id}/a/socket.io/?EIO=4&transport=polling`;
const webSocket = () => `/labs/${lab.id}/a/socket.io/?EIO=4&transport=websocket`;

async function expectWell(): Promise<void> {
  expect((await world.call("GET", "/healthz")).body.status).toBe("ok");
  expect(await alpha.send("still here")).toBe("ok");
}

const closed = /^$/;
const failed = /^HTTP\/1\.1 500 .*"code":"internal"/s;

/** How to reach each guarded place, and what the client sees if the place fails. */
const places: Record<string, [drive: () => Promise<string>, answer: RegExp]> = {
  connection: [() => exchange(world.url, head("GET /healthz")), closed],
  request: [() => exchange(world.url, head("GET /")), failed],
  "static file": [() => exchange(world.url, head("GET /")), failed],
  api: [() => exchange(world.url, head(`GET /api/labs/${lab.id}`)), failed],
  "relay request": [() => exchange(world.url, head(`GET ${polling()}`)), failed],
  "relay answer": [() => exchange(world.url, head(`GET ${polling()}`)), failed],
  upgrade: [() => exchange(world.url, webSocketHead(webSocket())), failed],
  "relay upgrade": [() => exchange(world.url, webSocketHead(webSocket())), failed],
  "broken request": [() => exchange(world.url, "no HTTP\r\n\r\n"), closed],
  "dropped connection": [tooManyConnections, closed],
};

/** Connects until a connection is refused, and resolves with the reason it got. */
async function tooManyConnections(): Promise<string> {
  const sockets: Socket[] = [];
  for (let count = 0; count < maxConnections; count += 1) sockets.push(await connect(world.url));
  const answer = await exchange(world.url, "");
  await Promise.all(
    sockets.map(async (socket) => {
      socket.destroy();
      if (!socket.closed) await once(socket, "close");
    }),
  );
  return answer;
}

describe.each(Object.entries(places))("an error in the place %s", (place, [drive, answer]) => {
  test.each(["throws", "rejects"] as const)("that %s ends nothing else", async (how) => {
    const before = boundary.counts()[place] ?? 0;
    armed = { place, how };
    expect(await drive()).toMatch(answer);
    expect(armed).toBeNull();
    expect(boundary.counts()[place]).toBe(before + 1);
    expect(printed.join("\n")).toContain(`a fault in ${place}`);
    await expectWell();
  });
});

test("every guarded place of the gateway's edge has a row above", () => {
  const files = [
    "admission/connections",
    "gateway",
    "pages/site",
    "relay/forward",
    "relay/relay",
    "request-guard",
  ];
  const sources = files.map((name) => readFileSync(`servers/gateway/${name}.ts`, "utf8")).join("\n");
  const guarded = [...sources.matchAll(/guard\(\s*"([^"]+)"/g)].map(([, place]) => place);
  expect(Object.keys(places).sort()).toEqual(guarded.sort());
});

test.each(["throws", "rejects"] as const)(
  "a log of refusals whose timer %s is lost, and nothing else",
  (how) => {
    armed = { place: "log of refusals", how };
    const refusals = createRefusals(() => {}, boundary);
    refusals.note("403 Forbidden");
    refusals.close();
    expect(armed).toBeNull();
  },
);

test("after all of that a lab opens and accepts clients", async () => {
  const other = await world.openLab();
  expect(await (await other.client("b")).send("hi")).toBe("ok");
});
