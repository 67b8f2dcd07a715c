// Real balancers in front of two servers: which clients get in, and on which server each ends up.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io as connect, type ManagerOptions, type SocketOptions } from "socket.io-client";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../servers/redis/free-port.ts";
import { isMissing } from "../deploy/proxy.ts";
import { type Bare, newKey, openBare } from "./servers.ts";

const nginx = test.skipIf(isMissing("nginx"));
const haproxy = test.skipIf(isMissing("haproxy"));

const folder = mkdtempSync(join(tmpdir(), "crosstalk-balancers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(program: string, args: string[], url: string): Promise<void> {
  const child: ChildProcess = spawn(program, args, { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  // Without a transport, Engine.IO refuses it.
  await expect
    .poll(() =>
      fetch(`${url}/socket.io/`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(400);
}

const hostOf = ({ url }: Bare) => new URL(url).host;
const openServers = () => Promise.all([1, 2].map(() => openBare("none", { url: "", key: newKey() })));

/** nginx with this line in its `upstream`; none is round robin. */
async function behindNginx(line: string) {
  const servers = await openServers();
  const port = await freePort();
  const conf = join(folder, `nginx-${port}.conf`);
  writeFileSync(
    conf,
    `daemon off; master_process off; pid ${folder}/${port}.pid; error_log /dev/null; events {}
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      upstream servers { ${line} ${servers.map((one) => `server ${hostOf(one)};`).join(" ")} }
      server { listen 127.0.0.1:${port}; location / { proxy_pass http://servers; proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; } } }`,
  );
  const url = `http://127.0.0.1:${port}`;
  await start("nginx", ["-c", conf], url);
  return { url, servers };
}

async function behindHaproxy() {
  const servers = await openServers();
  const port = await freePort();
  const conf = join(folder, `haproxy-${port}.cfg`);
  const lines = servers.map((one, index) => `server s${index} ${hostOf(one)} cookie s${index}`);
  writeFileSync(
    conf,
    `defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  timeout tunnel 1h
listen servers
  bind 127.0.0.1:${port}
  balance roundrobin
  cookie io insert nocache
  ${lines.join("\n  ")}\n`,
  );
  const url = `http://127.0.0.1:${port}`;
  await start("haproxy", ["-f", conf], url);
  return { url, servers };
}

/** Resolves to whether it got in at its first try. */
function isIn(url: string, options: Partial<ManagerOptions & SocketOptions>): Promise<boolean> {
  const socket = connect(url, { forceNew: true, reconnection: false, ...options });
  onTestFinished(() => void socket.disconnect());
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("connect_error", () => resolve(false));
  });
}

const eight = Array.from({ length: 8 });
const countsOf = (servers: Bare[]) => servers.map(({ io }) => io.engine.clientsCount);

/** Returns which server responds to a handshake from this loopback address. */
async function serverFor(url: string, servers: Bare[], localAddress: string): Promise<number> {
  const before = countsOf(servers);
  await new Promise<void>((resolve, reject) => {
    http
      .get(`${url}/socket.io/?EIO=4&transport=polling`, { localAddress, agent: false }, (answer) => {
        answer.resume();
        answer.once("end", resolve);
      })
      .once("error", reject);
  });
  return countsOf(servers).findIndex((count, index) => count > (before[index] ?? 0));
}

describe("nginx", () => {
  nginx("hash $remote_addr: eight clients of one computer get in, and all are on one server", async () => {
    const { url, servers } = await behindNginx("hash $remote_addr consistent;");
    expect(await Promise.all(eight.map(() => isIn(url, {})))).not.toContain(false);
    expect(countsOf(servers).toSorted()).toEqual([0, 8]);
  });

  nginx("ip_hash goes by the first three octets: a whole /24 shares a server", async () => {
    const { url, servers } = await behindNginx("ip_hash;");
    const seenFrom = async (addresses: string[]) => {
      const seen = new Set<number>();
      for (const address of addresses) seen.add(await serverFor(url, servers, address));
      return seen.size;
    };
    expect(await seenFrom(eight.map((_, index) => `127.0.0.${index + 1}`))).toBe(1);
    expect(await seenFrom(eight.map((_, index) => `127.0.${index}.1`))).toBe(2);
  });

  nginx("hash $remote_addr goes by the whole address", async () => {
    const { url, servers } = await behindNginx("hash $remote_addr;");
    const seen = new Set<number>();
    for (let last = 1; last <= 8; last += 1) seen.add(await serverFor(url, servers, `127.0.0.${last}`));
    expect(seen.size).toBe(2);
  });

  nginx(
    "round robin: WebSocket first gets in, long-polling only never does, one client after another",
    async () => {
      const { url } = await behindNginx("");
      for (const _ of eight) {
        expect(await isIn(url, { transports: ["websocket", "polling"] })).toBe(true);
        expect(await isIn(url, { transports: ["polling"] })).toBe(false);
      }
    },
  );
});

describe("HAProxy", () => {
  haproxy("a cookie: eight clients that return it get in, four on each server", async () => {
    const { url, servers } = await behindHaproxy();
    for (const _ of eight) expect(await isIn(url, { withCredentials: true })).toBe(true);
    expect(countsOf(servers)).toEqual([4, 4]);
  });

  haproxy("without withCredentials a client in Node.js returns no cookie, and is refused", async () => {
    const { url } = await behindHaproxy();
    expect(await isIn(url, { transports: ["polling"] })).toBe(false);
  });
});
