// Runs the proxies of deploy/ in front of gateways of a test. What differs from the file in the repository: ports, folders
// that a user without rights may write, and headers by which a test sees who responded.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../servers/redis/free-port.ts";

export type ProxyName = "haproxy" | "nginx";

export interface RunningProxy {
  url: string;
  close: () => Promise<void>;
}

/** Whether this machine lacks the program. With CI set, that is an error, because CI has to install it. */
export function isMissing(name: ProxyName): boolean {
  try {
    execFileSync(name, ["-v"], { stdio: "ignore" });
    return false;
  } catch {
    if (process.env.CI) throw new Error(`${name} is not on the PATH. CI has to install it.`);
    return true;
  }
}

/** Starts the proxy with the file of deploy/, in front of the gateways a and b. */
export const startProxy = (name: ProxyName, ports: { a: number; b: number }): Promise<RunningProxy> =>
  run(name, (port, folder) => adapted(name, { ...ports, port, folder }));

/** nginx as it comes, with the files of a folder below a path, and nothing else. */
export const serveFiles = (root: string, path: string): Promise<RunningProxy> =>
  run("nginx", (port, folder) =>
    unprivileged(
      `events {} http { types { text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg; } server { listen 127.0.0.1:${port}; location ${path} { alias ${root}/; error_page 404 ${path}404.html; } } }`,
      folder,
    ),
  );

/** Starts nginx with the file of deploy/ that serves one gateway, on this port, below a path. */
export const startPathProxy = (gatewayPort: number): Promise<RunningProxy> =>
  run("nginx", (port, folder) =>
    unprivileged(
      readFileSync(new URL("../../deploy/nginx-path.conf", import.meta.url), "utf8")
        .replace("127.0.0.1:3000", `127.0.0.1:${gatewayPort}`)
        .replace("listen 8080;", `listen 127.0.0.1:${port};`),
      folder,
    ),
  );

const hostOf = (url: string) => new URL(url).host;

/** Starts nginx with a file that listens on port 80, in front of these servers instead of those in its `upstream`. */
export const startNginx = (conf: string, urls: readonly string[]): Promise<RunningProxy> =>
  run("nginx", (port, folder) =>
    unprivileged(
      conf
        .replace(/ *server \w+:3000;\n/g, "")
        .replace("upstream servers {", `$& ${urls.map((url) => `server ${hostOf(url)};`).join(" ")}`)
        .replace("listen 80;", `listen 127.0.0.1:${port};`),
      folder,
    ),
  );

/** Starts HAProxy with a file that binds port 80, in front of these servers instead of those in it. */
export const startHaproxy = (conf: string, urls: readonly string[]): Promise<RunningProxy> =>
  run("haproxy", (port) =>
    urls
      .reduce((text, url) => text.replace(/\w+:3000/, hostOf(url)), conf)
      .replace("bind :80", `bind 127.0.0.1:${port}`),
  );

async function run(
  name: ProxyName,
  configured: (port: number, folder: string) => string,
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-deploy-"));
  const port = await freePort();
  const file = join(folder, "proxy.conf");
  writeFileSync(file, configured(port, folder));
  const args = name === "haproxy" ? ["-db", "-f", file] : ["-p", folder, "-c", file];
  const child = spawn(name, args, { stdio: ["ignore", "ignore", "pipe"] });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  await listening(port, child).catch((error) => {
    throw new Error(`${name}: ${error.message}\n${said}`);
  });
  return {
    url,
    async close() {
      process.off("exit", kill);
      if (child.exitCode === null) {
        const exit = once(child, "exit");
        child.kill("SIGTERM");
        await exit;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function adapted(
  name: ProxyName,
  { a, b, port, folder }: { a: number; b: number; port: number; folder: string },
) {
  const file = name === "haproxy" ? "haproxy.cfg" : "nginx.conf";
  const text = readFileSync(new URL(`../../deploy/${file}`, import.meta.url), "utf8")
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${a}`)
    .replaceAll("127.0.0.1:3002", `127.0.0.1:${b}`)
    .replace("bind :8080", `bind 127.0.0.1:${port}`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`);
  if (name === "haproxy")
    return text
      .replace("\nbackend full\n", "$&    http-response set-header x-backend full\n")
      .replace("\nbackend anywhere\n", "$&    http-response set-header x-server %s\n");
  return unprivileged(text, folder);
}

/** What nginx needs to run in the foreground, without rights and in a folder of its own. */
function unprivileged(conf: string, folder: string): string {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder};`,
  );
  return `daemon off; pid ${folder}/pid; error_log stderr;\n${conf.replace("http {", `http { access_log off; ${paths.join(" ")}`)}`;
}

/** Resolves once something accepts connections on the port. */
async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = net.connect(port, "127.0.0.1");
    const [event] = await Promise.race([
      once(socket, "connect").then(() => ["connect"]),
      once(socket, "close").then(() => ["close"]),
    ]).catch(() => ["close"]);
    socket.destroy();
    if (event === "connect") return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it ended with ${child.exitCode}`);
}
