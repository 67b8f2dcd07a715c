// A lab's servers and consoles have their own Redis users, who can't reach anything of other labs, whatever code runs as them.
import { spawn } from "node:child_process";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createRedisUsers, type LabUrls, type RedisUsers } from "../../servers/lab/redis/users.ts";
import { hears, openWorld, type RedisClient, redisKinds, type World } from "../world.ts";

const mine = "AAAAAAAAAAAAAAAA";
const theirs = "BBBBBBBBBBBBBBBB";

let world: World;
let admin: RedisClient;
let users: RedisUsers;
let urls: LabUrls;
const labRedis = () => ({
  url: world.redis.url,
  supports: world.redis.supports,
  state: () => ({ kind: "local" as const, version: world.redis.version, up: true }),
});

beforeAll(async () => {
  if (redisKinds[1].missing) return;
  world = await openWorld("local");
  admin = await world.redisClient();
  users = createRedisUsers(labRedis());
  urls = await users.add(mine, `${mine}:`);
  await users.add(theirs, `${theirs}:`);
  await admin.set(`${theirs}:secret`, "theirs");
  await admin.xAdd(`${theirs}:socket.io`, "*", { a: "b" });
});
afterAll(async () => {
  users?.close();
  await world?.close();
});

async function connected(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => void (client.isOpen && client.destroy()));
  return client;
}

const ask = (client: RedisClient, command: string[]) =>
  client.sendCommand(command).then(
    (answer) => ({ answer }),
    ({ message }: Error) => ({ refused: message.split(" ", 1)[0] }),
  );

describe.skipIf(redisKinds[1].missing)("a user of a lab", () => {
  test("can't reach another lab's keys and channels, or anything that reveals others", async () => {
    for (const url of [urls.servers, urls.console]) {
      const client = await connected(url);
      for (const command of [
        ["GET", `${theirs}:secret`],
        ["SET", `${theirs}:secret`, "x"],
        ["DEL", `${theirs}:secret`],
        ["XRANGE", `${theirs}:socket.io`, "-", "+"],
        ["XADD", `${theirs}:socket.io`, "*", "a", "b"],
        ["XREAD", "STREAMS", `${theirs}:socket.io`, "0"],
        ["GET", "secret"],
        ["KEYS", "*"],
        ["INFO"],
        ["CONFIG", "GET", "*"],
        ["CLIENT", "LIST"],
        ["CLIENT", "KILL", "TYPE", "normal"],
        ["CLIENT", "UNBLOCK", "1"],
        ["ACL", "LIST"],
        ["ACL", "SETUSER", "default", "nopass"],
        ["MONITOR"],
        ["EVAL", "return redis.call('get', KEYS[1])", "1", `${theirs}:secret`],
        ["FUNCTION", "LIST"],
        ["SCRIPT", "KILL"],
        ["FLUSHALL"],
        ["SHUTDOWN"],
        ["RENAME", `${theirs}:secret`, `${mine}:x`],
        ["COPY", `${theirs}:secret`, `${mine}:x`],
        ["SORT", `${mine}:x`, "BY", "nosort", "GET", `${theirs}:*`],
        ["REPLICAOF", "127.0.0.1", "1"],
        ["PUBSUB", "NUMPAT"],
        ["SELECT", "1"],
      ]) {
        expect(await ask(client, command), command.join(" ")).toEqual({ refused: "NOPERM" });
      }
    }
    expect(await admin.get(`${theirs}:secret`)).toBe("theirs");
  });

  test("can use the database of REDIS_URL, and no other", async () => {
    const inTwo = createRedisUsers({ ...labRedis(), url: `${world.redis.url}/2` });
    onTestFinished(inTwo.close);
    const given = await inTwo.add("DDDDDDDDDDDDDDDD", "DDDDDDDDDDDDDDDD:");
    for (const url of [given.servers, given.console]) {
      const client = await connected(url);
      expect(await ask(client, ["SET", "DDDDDDDDDDDDDDDD:x", "1"])).toEqual({ answer: "OK" });
      expect(await ask(client, ["SELECT", "3"])).toEqual({ refused: "NOPERM" });
    }
  });

  test("for a server publishes, subscribes and lists channels in its own lab only", async () => {
    for (const command of [
      ["PUBLISH", `${theirs}:message`, "x"],
      ["SPUBLISH", `${theirs}:message`, "x"],
      ["SUBSCRIBE", `${theirs}:message`],
      ["SUBSCRIBE", `${mine}:message`, `${theirs}:message`],
      ["SSUBSCRIBE", `${theirs}:socket.io#/#`],
      ["PSUBSCRIBE", "*"],
      ["PSUBSCRIBE", `${theirs}:socket.io#/#*`],
      ["PUBSUB", "CHANNELS", "*"],
      ["PUBSUB", "SHARDCHANNELS"],
      ["SCAN", "0"],
    ]) {
      const client = await connected(urls.servers);
      expect(await ask(client, command), command.join(" ")).toEqual({ refused: "NOPERM" });
    }
    const client = await connected(urls.servers);
    expect(await ask(client, ["SET", `${mine}:x`, "1"])).toEqual({ answer: "OK" });
    expect(await ask(client, ["PUBLISH", `${mine}:message`, "1"])).toEqual({ answer: 0 });
  });

  test("can't log in with another user's name, or once the lab is closed, and is disconnected then", async () => {
    const gone = await users.add("CCCCCCCCCCCCCCCC", "CCCCCCCCCCCCCCCC:");
    const client = await connected(gone.servers);
    await users.remove("CCCCCCCCCCCCCCCC");
    await expect.poll(() => client.isReady).toBe(false);
    await expect(connected(gone.servers)).rejects.toThrow("WRONGPASS");
    const [one, other] = [new URL(urls.servers), new URL(urls.console)];
    for (const name of ["default", "", other.username])
      await expect(connected(Object.assign(new URL(one), { username: name }).href)).rejects.toThrow(
        "WRONGPASS",
      );
  });
});

describe.skipIf(redisKinds[1].missing)("the users of labs", () => {
  test("exists again after Redis restarted, and so do a lab's links", async () => {
    const lab = await world.openLab();
    await lab.setLinks("adapter", "adapter");
    const [alpha, beta] = [await lab.client("a"), await lab.client("b")];
    const pid = Number(/process_id:(\d+)/.exec(await admin.info("server"))?.[1]);
    process.kill(pid, "SIGKILL");
    await expect
      .poll(
        async () => {
          await alpha.send("again");
          return beta.heard;
        },
        { interval: 100 },
      )
      .toContain("again");
    await hears(alpha, "again");
    expect(await ask(await connected(urls.servers), ["SET", `${mine}:x`, "1"])).toEqual({ answer: "OK" });
  });

  test("left by a killed gateway are removed by another one, with its lab's keys; those of a running gateway stay", async () => {
    const file = (name: string) => new URL(`../../servers/${name}`, import.meta.url).href;
    const script = `
      const { createRedisUsers } = await import("${file("lab/redis/users.ts")}");
      const url = await new Promise((resolve) => process.stdin.once("data", (data) => resolve(String(data))));
      const users = createRedisUsers({ url, supports: { sharded: true, streams: true }, state: () => ({ kind: "external", version: "7", up: true }) });
      await users.add("DDDDDDDDDDDDDDDD", "DDDDDDDDDDDDDDDD:");
      console.log("ready");`;
    const other = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    onTestFinished(() => void other.kill("SIGKILL"));
    const ready = new Promise((resolve, reject) => {
      other.stdout.once("data", resolve);
      other.once("exit", (code) => reject(new Error(`the other gateway ended with ${code}`)));
    });
    other.stdin.write(world.redis.url);
    await ready;
    const names = async () =>
      (await admin.sendCommand<string[]>(["ACL", "USERS"])).filter((name) => /DDDD|AAAA/.test(name));
    const looks = async () =>
      Number(/client\|list:calls=(\d+)/.exec(await admin.info("commandstats"))?.[1] ?? 0);
    await admin.set("DDDDDDDDDDDDDDDD:left", "by a gateway that was killed");
    const second = createRedisUsers(labRedis(), { leftoversEveryMs: 20 });
    onTestFinished(second.close);
    const before = await looks();
    await expect.poll(looks).toBeGreaterThan(before + 3);
    expect(await names()).toHaveLength(4);
    other.kill("SIGKILL");
    await expect.poll(names).toHaveLength(2);
    expect(await admin.get("DDDDDDDDDDDDDDDD:left")).toBe(null);
  });
});

describe.skipIf(redisKinds[1].missing)("where Redis lets nobody make users", () => {
  test("labs work as Crosstalk's own user", async () => {
    const world = await openWorld("local");
    onTestFinished(() => world.close());
    const admin = await world.redisClient();
    await admin.sendCommand(["ACL", "SETUSER", "poor", "on", ">poor", "~*", "&*", "+@all", "-acl"]);
    const url = Object.assign(new URL(world.redis.url), { username: "poor", password: "poor" }).href;
    const redis = { ...world.redis, url, up: true };
    const poor = await openWorld("embedded", { redis });
    onTestFinished(() => poor.close());
    const lab = await poor.openLab();
    await lab.setLinks("adapter", "streams");
    expect(await admin.sendCommand(["ACL", "USERS"])).toEqual(["default", "poor"]);
    expect(new Set((await admin.clientList()).map(({ user }) => user))).toContain("poor");
  });
});
