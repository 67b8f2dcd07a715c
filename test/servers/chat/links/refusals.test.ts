// Redis' refusals end no server, and are reported with Redis' own message.
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { LinkName } from "../../../../servers/protocol.ts";
import {
  openWorld,
  type RedisClient,
  redisKinds,
  type TestClient,
  type TestLab,
  type World,
} from "../../../world.ts";

const fact = test.skipIf(redisKinds[1].missing);
const linkNames = ["bridge", "adapter", "sharded", "streams"] as const satisfies LinkName[];

let world: World;
let admin: RedisClient;
beforeAll(async () => {
  if (redisKinds[1].missing) return;
  world = await openWorld("local");
  // A user of its own, which keeps its rights while all others lose theirs.
  const first = await world.redisClient();
  await first.sendCommand(["ACL", "SETUSER", "tester", "on", ">tester", "~*", "&*", "+@all"]);
  admin = createClient({
    url: Object.assign(new URL(world.redis.url), { username: "tester", password: "tester" }).href,
  });
  await admin.connect();
});
afterAll(async () => {
  admin?.destroy();
  await world?.close();
});

/** Changes every user of this Redis except the tester until the returned function is called. */
async function changeUsers(...rules: string[]): Promise<() => Promise<void>> {
  const lines = await admin.sendCommand<string[]>(["ACL", "LIST"]);
  const users = lines
    .map((line) => line.split(" ").slice(1) as [string, ...string[]])
    .filter(([name]) => name !== "tester");
  for (const [name] of users) await admin.sendCommand(["ACL", "SETUSER", name, ...rules]);
  return async () => {
    for (const [name, ...before] of users)
      await admin.sendCommand(["ACL", "SETUSER", name, "reset", ...before]);
  };
}

/** Ends every connection except the one that asks. */
async function cutAll(): Promise<void> {
  for (const type of ["normal", "pubsub"])
    await admin.sendCommand(["CLIENT", "KILL", "TYPE", type, "SKIPME", "yes"]);
}

async function setting(name: string, value: string): Promise<() => Promise<void>> {
  const [before = ""] = Object.values(await admin.configGet(name));
  await admin.configSet(name, value);
  return async () => void (await admin.configSet(name, before));
}

/** Runs a script that only ends when it's killed; in the meantime Redis replies BUSY. */
async function keepBusy(): Promise<() => Promise<void>> {
  const restore = await setting("lua-time-limit", "1");
  const runner = createClient({ url: world.redis.url });
  runner.on("error", () => {});
  await runner.connect();
  const over = runner.sendCommand(["EVAL", "while true do end", "0"]).catch(() => {});
  return async () => {
    await expect
      .poll(() =>
        admin.sendCommand(["SCRIPT", "KILL"]).then(
          () => "killed",
          ({ message }: Error) => message,
        ),
      )
      .toMatch(/killed|NOTBUSY/);
    await over;
    runner.destroy();
    await restore();
  };
}

/** What is done to Redis; each returns a function that undoes it. */
const troubles: Record<string, () => Promise<() => Promise<void>>> = {
  BUSY: keepBusy,
  "NOPERM for publishing": () => changeUsers("-publish", "-spublish", "-xadd"),
  "NOPERM for everything except logging in": () => changeUsers("-@all", "+hello", "+auth"),
  "NOPERM for channels and keys, for connections that reconnect": async () => {
    const undo = await changeUsers("resetchannels", "resetkeys");
    await cutAll();
    return undo;
  },
  "another password, for connections that reconnect": async () => {
    const undo = await changeUsers("resetpass", ">another");
    await cutAll();
    return undo;
  },
  "READONLY, as a replica of nobody": async () => {
    await admin.sendCommand(["REPLICAOF", "127.0.0.1", "1"]);
    return async () => void (await admin.sendCommand(["REPLICAOF", "NO", "ONE"]));
  },
  "MASTERDOWN, as a replica that has never seen its master": async () => {
    const restore = await setting("replica-serve-stale-data", "no");
    await admin.sendCommand(["REPLICAOF", "127.0.0.1", "1"]);
    return async () => {
      await admin.sendCommand(["REPLICAOF", "NO", "ONE"]);
      await restore();
    };
  },
  OOM: () => setting("maxmemory", "1"),
  "too many clients, for connections that reconnect": async () => {
    const restore = await setting("maxclients", "1");
    await cutAll();
    return restore;
  },
};

/** Whether the server's log reports a refusal: sharded and streams don't report what became of a message. */
function tellsOf(link: LinkName, trouble: string): boolean {
  if (trouble.endsWith("connections that reconnect")) return true;
  return /^(BUSY|NOPERM)/.test(trouble) && (link === "bridge" || link === "adapter");
}

/** Sends it until it's heard: what is sent while Redis is away may be lost. */
async function expectCrossing(from: TestClient, to: TestClient, what: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await from.send(what);
        return to.heard;
      },
      { interval: 100, message: what },
    )
    .toContain(what);
}

// One lab goes through all of them: what one trouble breaks for good, the next one shows as well.
describe.each(linkNames)("a server with the link %s", (link) => {
  let lab: TestLab;
  let alpha: TestClient;
  let beta: TestClient;
  let round = 0;
  beforeAll(async () => {
    if (redisKinds[1].missing) return;
    lab = await world.openLab({ shared: true });
    [alpha, beta] = [await lab.client("a"), await lab.client("b")];
  });

  const forbidLinks = async () => {
    const undo = await changeUsers("-subscribe", "-psubscribe", "-ssubscribe", "-xread");
    onTestFinished(undo);
    return undo;
  };
  /** Both ways, with texts that weren't sent before. */
  async function expectBothWays(when: string): Promise<void> {
    round += 1;
    await expectCrossing(alpha, beta, `${round}: ${when}, from A`);
    await expectCrossing(beta, alpha, `${round}: ${when}, from B`);
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body;
    expect([servers.a.pid, servers.b.pid]).toEqual([lab.servers.a.pid, lab.servers.b.pid]);
    expect([servers.a.state, servers.b.state]).toEqual(["running", "running"]);
  }

  fact("isn't reported as in force if Redis refused it: 409, with Redis' own message", async () => {
    const undo = await forbidLinks();
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
      token: lab.token,
      body: { link },
    });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "conflict",
          message: expect.stringMatching(
            new RegExp(`^Server A could not be linked by ${link}: Redis answered: NOPERM .*still none`),
          ),
        },
      },
    });
    await undo();
    await lab.setLinks(link, link);
    await expectBothWays("allowed again");
  });

  fact.each(Object.keys(troubles))("outlives %s, and messages cross again after it", async (trouble) => {
    await expectBothWays("before");
    const before = (await lab.trace()).at(-1)?.seq ?? 0;
    const undo = await troubles[trouble]?.();
    try {
      for (let i = 0; i < 5; i += 1) expect(await alpha.send(`meanwhile ${i}`)).toBe("ok");
      if (tellsOf(link, trouble))
        await lab.traced(
          "log",
          ({ seq, stream, text }) => seq > before && stream === "err" && /Redis/.test(text),
        );
    } finally {
      await undo?.();
    }
    await expectBothWays("after");
  });

  fact("starts without it, and says why, if Redis refuses it by then", async () => {
    await lab.change("POST", "/servers/a/kill");
    await forbidLinks();
    expect(await lab.change("POST", "/servers/a/start")).toMatchObject({ state: "running", link: "none" });
    await lab.traced("log", ({ text }) => text.startsWith(`not linked by ${link}: Redis answered: NOPERM`));
  });
});

fact("a server with streams that may not read them retries now and then, not all the time", async () => {
  const lab = await world.openLab();
  await lab.setLinks("streams", "streams");
  const alpha = await lab.client("a");
  onTestFinished(await changeUsers("-xread"));
  await alpha.send("ends the XREADs that wait in Redis");
  const refusedAfter = (seq: number) =>
    lab.traced(
      "command",
      (event) => event.server === "a" && event.name === "XREAD" && event.code === "NOPERM" && event.seq > seq,
    );

  const first = await refusedAfter(0);
  let last = first;
  for (let i = 0; i < 4; i += 1) last = await refusedAfter(last.seq);

  expect(last.at - first.at).toBeGreaterThan(500);
});
