// What nginx has to pass on, how long it waits, and what CORS allows: the configuration of lesson 16.
import { readFileSync } from "node:fs";
import type { ServerOptions } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { isMissing, startNginx } from "../deploy/proxy.ts";
import { newKey, openBare } from "./servers.ts";

const nginx = test.skipIf(isMissing("nginx"));
const example = readFileSync("examples/compose/nginx.conf", "utf8");
const openServer = (server: Partial<ServerOptions> = {}) =>
  openBare("none", { url: "", key: newKey(), server });

/** nginx with the example's file, changed, in front of these servers. */
async function behind(urls: string[], change: (conf: string) => string = (conf) => conf): Promise<string> {
  const proxy = await startNginx(change(example), urls);
  onTestFinished(proxy.close);
  return proxy.url;
}

function open(url: string, transport: "polling" | "websocket"): Socket {
  const socket = connect(url, { forceNew: true, reconnection: false, transports: [transport] });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

const isIn = (socket: Socket) =>
  new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("connect_error", () => resolve(false));
  });

nginx("with the example's file, WebSocket and long-polling get in", async () => {
  const url = await behind([(await openServer()).url]);
  expect(await isIn(open(url, "websocket"))).toBe(true);
  expect(await isIn(open(url, "polling"))).toBe(true);
});

nginx("without the Upgrade lines no WebSocket gets in, and long-polling does", async () => {
  const url = await behind([(await openServer()).url], (conf) =>
    conf.replace(/proxy_http_version.*\n|proxy_set_header (Upgrade|Connection).*\n/g, ""),
  );
  expect(await isIn(open(url, "websocket"))).toBe(false);
  expect(await isIn(open(url, "polling"))).toBe(true);
});

nginx(
  "proxy_read_timeout ends a WebSocket that pings less often, and keeps one that pings more often",
  async () => {
    const short = (conf: string) => conf.replace("proxy_read_timeout 60s", "proxy_read_timeout 1s");
    const [rare, often] = await Promise.all([openServer(), openServer({ pingInterval: 100 })]);
    const urls = await Promise.all([rare, often].map(({ url }) => behind([url], short)));
    const [silent, lively] = urls.map((url) => open(url, "websocket"));
    if (!silent || !lively) throw new Error("two sockets were opened");
    const ends = new Promise((resolve) => silent.once("disconnect", resolve));
    expect(await Promise.all([isIn(lively), isIn(silent)])).toEqual([true, true]);
    expect(await ends).toBe("transport close");
    expect(lively.connected).toBe(true);
  },
);

test("with cors it names the origin and allows credentials; without it, neither", async () => {
  const origin = "https://app.example";
  const [open, closed] = await Promise.all([
    openServer({ cors: { origin, credentials: true } }),
    openServer(),
  ]);
  const headersOf = async (url: string) => {
    const { headers } = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    return ["access-control-allow-origin", "access-control-allow-credentials"].map((name) =>
      headers.get(name),
    );
  };
  expect(await headersOf(open.url)).toEqual([origin, "true"]);
  expect(await headersOf(closed.url)).toEqual([null, null]);
});
