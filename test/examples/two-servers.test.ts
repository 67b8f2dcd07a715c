// examples/two-servers as a reader runs it: with the adapter the other server's client hears, without it doesn't, its own
// test tells the two apart, and an outage of Redis doesn't end a server.
import { readFileSync } from "node:fs";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { createBroker } from "../../servers/redis/broker/broker.ts";
import { redisKinds } from "../world.ts";
import { folderOf, lineWith, openRedis, runNode as run } from "./run-example.ts";

const { scripts, dependencies, devDependencies } = JSON.parse(
  readFileSync(`${folderOf("two-servers")}package.json`, "utf8"),
);
const ours = JSON.parse(readFileSync("package.json", "utf8"));
const runNode = (args: readonly string[], env: NodeJS.ProcessEnv) => run("two-servers", args, env);

/** As `npm run <script>` does. */
const runScript = (script: string, env: NodeJS.ProcessEnv) =>
  runNode((scripts[script] as string).split(" ").slice(1), env);

for (const { kind, missing } of redisKinds) {
  test.skipIf(missing)(`npm start: what α says on A is heard by β on B, over ${kind}`, async () => {
    const { child, out, ended } = runScript("start", { REDIS_URL: await openRedis(kind) });
    expect(await lineWith(out, "β, on B")).toBe("  β, on B, heard: hi");
    child.stdin.end();
    expect(await ended).toBe(0);
  });
}

test("npm run silent: without the adapter β hears nothing, and no Redis is needed", async () => {
  const { child, out, ended } = runScript("silent", { REDIS_URL: "redis://127.0.0.1:1" });
  expect(await lineWith(out, "β, on B")).toBe("  β, on B, heard nothing");
  child.stdin.end();
  expect(await ended).toBe(0);
});

test.each([
  { adapter: "on", code: 0 },
  { adapter: "off", code: 1 },
])("npm test ends with $code when the adapter is $adapter", async ({ adapter, code }) => {
  const { ended, out } = runScript("test", { REDIS_URL: await openRedis("embedded"), ADAPTER: adapter });
  out.resume();
  expect(await ended).toBe(code);
});

test("a server outlives a broadcast that can't be published, and goes on serving its own clients", async () => {
  const broker = await createBroker();
  onTestFinished(() => broker.close());
  const { out, err } = runNode(["server.js"], { REDIS_URL: broker.url, PORT: "0" });
  const port = /\d+$/.exec(await lineWith(out, "Listening"))?.[0];
  const client = io(`http://127.0.0.1:${port}`);
  onTestFinished(() => void client.close());
  await new Promise<void>((resolve) => client.once("connect", resolve));
  await broker.close();
  client.emit("message", "meanwhile");
  await lineWith(err, "a broadcast was lost");
  const heard = new Promise((resolve) => client.once("message", resolve));
  client.emit("message", "after");
  expect(await heard).toBe("after");
});

test("installs the versions that the lab runs", () => {
  const wanted: Record<string, string> = { ...dependencies, ...devDependencies };
  const known: Record<string, string> = { ...ours.dependencies, ...ours.devDependencies };
  for (const [name, version] of Object.entries(wanted))
    expect(`${name} ${known[name]}`).toBe(`${name} ${version}`);
});
