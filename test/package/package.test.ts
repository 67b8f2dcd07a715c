// The npm package, installed from its tarball into an empty folder, as a user has it: it starts, and labs run.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { OpenedLab } from "../../servers/protocol.ts";
import { startSupervised } from "../supervised.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const { NODE_COMPILE_CACHE: _, REDIS_URL: __, ...environment } = process.env;
/** The releases of Node that have to work. Only CI downloads those that `npm ci` doesn't bring. */
const others = process.env.CI ? ["22", "26"] : [];

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "crosstalk-package-"));
  await run(process.execPath, [join(root, "package/package-main.ts")]);
  await npm("pack", join(root, "package/crosstalk-lab"));
  const nodes = Object.fromEntries(others.map((version) => [`node-${version}`, `npm:node@${version}`]));
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({
      dependencies: { "crosstalk-lab": `file:${tarball}`, ...nodes },
      allowScripts: Object.fromEntries(Object.keys(nodes).map((name) => [name, true])),
    }),
  );
  await npm("install", "--prefer-offline", "--no-audit", "--no-fund");
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = (...args: string[]) => run("npm", args, { cwd: folder, shell: process.platform === "win32" });
const installed = (path: string) => join(folder, "node_modules/crosstalk-lab", path);

test("an older Node gets one sentence, and exit code 1", async () => {
  const older = "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.20.2'}})";
  const args = ["--import", older, installed("servers/start.js")];
  await expect(run(process.execPath, args)).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Crosstalk needs Node 22\.18 or newer; this is 20\.20\.2\. .*\n$/),
  });
});

test("--help and messages name the command of the package", async () => {
  const help = await run(process.execPath, [installed("servers/start.js"), "--help"]);
  expect(help.stdout).toMatch(/^npx crosstalk-lab \[flags\]/);
  const wrong = run(process.execPath, [installed("servers/start.js"), "--prot", "1"]);
  await expect(wrong).rejects.toMatchObject({
    stderr: expect.stringContaining("npx crosstalk-lab --port 8080"),
  });
});

const nodes: [name: string, program: () => string][] = [
  ["the Node of this checkout", () => process.execPath],
  ...others.map((version): [string, () => string] => [
    `Node ${version}`,
    () => join(folder, `node_modules/node-${version}/bin/node`),
  ]),
];

describe.each(nodes)("with %s", (_name, node) => {
  test("a page is served, and a lab opens, switches an adapter and runs a learner's code", async () => {
    const { url } = await startSupervised({
      node: node(),
      program: installed("servers/start.js"),
      cwd: folder,
      env: { ...environment, XDG_CACHE_HOME: join(folder, "cache") },
    });
    const page = await fetch(`${url}/07-the-adapter/`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("</html>")]);
    const opened = await fetch(`${url}/api/labs`, { method: "POST" });
    const { id, token, servers } = (await opened.json()) as OpenedLab;
    const patch = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const response = await fetch(`${url}/api/labs/${id}${path}`, {
        method: "PATCH",
        headers,
        body: JSON.stringify(body),
      });
      return [response.status, await response.json()];
    };
    for (const name of ["a", "b"]) {
      expect(await patch(`/servers/${name}`, { link: "adapter" })).toEqual([
        200,
        expect.objectContaining({ link: "adapter" }),
      ]);
    }
    const handlers = readFileSync(installed("servers/chat/handlers.ts"), "utf8");
    const code = { files: { "handlers.ts": `${handlers}\n// changed` } };
    expect(await patch("/code", code)).toEqual([200, expect.objectContaining({ id })]);

    const [alpha, beta] = await Promise.all(
      [servers.a, servers.b].map(async ({ path }) => {
        const client = io(url, { path, forceNew: true });
        onTestFinished(() => void client.disconnect());
        await once(client as never, "connect");
        return client;
      }),
    );
    const heard = once(beta as never, "message");
    alpha?.emit("message", "hi");
    expect(JSON.stringify(await heard)).toContain("hi");
  });
});
