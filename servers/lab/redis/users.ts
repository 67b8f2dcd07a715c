// Gives each lab two Redis users, if this Redis supports users: one for its servers, one for its consoles. They can only
// access the lab's own keys and channels, so that code in one lab's server cannot reach another lab.
import { createHash, randomBytes } from "node:crypto";
import { createClient, ErrorReply } from "redis";
import { consoleCommands } from "../console/commands.ts";
import { LabError } from "../errors.ts";
import { inTime } from "../with-timeout.ts";
import type { LabRedis } from "./lab-redis.ts";
import { gatewayName, removeLeftovers, type Side, sides, userName } from "./leftovers.ts";

/** The Redis URLs of a lab's servers and consoles, with user names and passwords. */
export type LabUrls = Record<Side, string>;

export interface RedisUsers {
  /** Creates a lab's users. Without support for users, returns the shared URL for both. Rejects with a LabError if Redis refuses. */
  add: (lab: string, prefix: string) => Promise<LabUrls>;
  /** Deletes a lab's users, which also ends their connections. */
  remove: (lab: string) => Promise<void>;
  close: () => void;
}

export interface RedisUsersOptions {
  /** Whether labs get users; true. */
  areWanted?: boolean;
  /** How often leftovers of killed gateways are looked for; 30 s. */
  leftoversEveryMs?: number;
}

/** If Redis takes longer, labs are opened and closed without waiting for it. */
const answerWithinMs = 2000;

/**
 * Redis only keeps users in memory, so they are created again when Redis was restarted. The connection for this carries the
 * gateway's name, by which other gateways on the same Redis know that this one is alive.
 */
export function createRedisUsers(
  redis: LabRedis,
  { areWanted = true, leftoversEveryMs = 30_000 }: RedisUsersOptions = {},
): RedisUsers {
  const { url, state, supports } = redis;
  const gateway = randomBytes(6).toString("hex");
  const shared: LabUrls = { servers: url, console: url };
  const labs = new Map<string, Record<Side, string[]>>();
  const userOf = (lab: string, side: Side) => userName(gateway, lab, side);
  let stopRemoving = () => {};
  let closed = false;
  const client = createClient({
    url,
    name: gatewayName(gateway),
    disableOfflineQueue: true,
    socket: { connectTimeout: 1000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 400) },
  });
  client.on("error", () => {}); // redis/health.ts reports whether Redis is up
  client.on("ready", () => {
    for (const [lab, rules] of labs) void create(lab, rules).catch(() => {});
  });

  const able: Promise<boolean> = !areWanted || state().kind === "embedded" ? Promise.resolve(false) : probe();
  void able.then((is) => {
    if (is && !closed) stopRemoving = removeLeftovers({ redis, client, everyMs: leftoversEveryMs });
  });

  async function probe(): Promise<boolean> {
    const name = userOf(randomBytes(12).toString("base64url"), "servers");
    try {
      await client.connect();
      await client.sendCommand([
        "ACL",
        "SETUSER",
        name,
        ...rulesOf("servers", { url, prefix: "probe:", password: "", supports }),
      ]);
      await client.sendCommand(["ACL", "DELUSER", name]);
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.warn(`Labs share Crosstalk's own user in this Redis, because it cannot create others: ${why}`);
      return false;
    }
  }

  async function create(lab: string, rules: Record<Side, string[]>): Promise<void> {
    await Promise.all(
      sides.map((side) => client.sendCommand(["ACL", "SETUSER", userOf(lab, side), ...rules[side]])),
    );
  }

  async function add(lab: string, prefix: string): Promise<LabUrls> {
    if (!(await able)) return shared;
    const passwords = { servers: newPassword(), console: newPassword() };
    const rulesFor = (side: Side) => rulesOf(side, { url, prefix, password: passwords[side], supports });
    const rules = { servers: rulesFor("servers"), console: rulesFor("console") };
    labs.set(lab, rules);
    try {
      await inTime(answerWithinMs, create(lab, rules));
    } catch (error) {
      if (error instanceof ErrorReply) {
        labs.delete(lab);
        throw new LabError(
          "unavailable",
          `Redis could not create a user for this lab: ${error.message}. Try again`,
        );
      }
      // Redis is down or slow. It gets the users when it is back.
    }
    const urlOf = (side: Side) =>
      Object.assign(new URL(url), { username: userOf(lab, side), password: passwords[side] }).href;
    return { servers: urlOf("servers"), console: urlOf("console") };
  }

  async function remove(lab: string): Promise<void> {
    if (labs.delete(lab)) await deleteUsers(sides.map((side) => userOf(lab, side)));
  }

  /** Errors are ignored: a restarted Redis has no users, and a user that stays has a password that nobody knows. */
  async function deleteUsers(users: string[]): Promise<void> {
    if (users.length === 0) return;
    await inTime(answerWithinMs, client.sendCommand(["ACL", "DELUSER", ...users])).catch(() => {});
  }

  return {
    add,
    remove,
    close() {
      closed = true;
      stopRemoving();
      if (client.isOpen) client.destroy();
    },
  };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

interface UserOptions extends Pick<LabRedis, "url" | "supports"> {
  prefix: string;
  password: string;
}

/** Returns the rules for ACL SETUSER. The password is sent as a hash, so that it never appears in Redis' logs. */
function rulesOf(side: Side, { url, prefix, password, supports }: UserOptions): string[] {
  const digest = createHash("sha256").update(password).digest("hex");
  // No other database: what a lab writes there, nobody would delete.
  const database = new URL(url).pathname.slice(1);
  const select = database ? [`+select|${database}`] : [];
  const own = ["reset", "on", `#${digest}`, "resetchannels", `~${prefix}*`, "+ping", ...select];
  return [...own, ...(side === "servers" ? serverRules(prefix, supports) : consoleRules(supports))];
}

/** The commands and channels that the links need. */
function serverRules(prefix: string, { sharded, streams }: LabRedis["supports"]): string[] {
  const classic = "publish subscribe unsubscribe psubscribe punsubscribe pubsub|numsub";
  const shard = sharded ? " spublish ssubscribe sunsubscribe pubsub|shardnumsub" : "";
  const stream = streams ? " xadd xread xrange get set del multi exec" : "";
  // Redis allows PSUBSCRIBE only to literally listed patterns. The others are the adapter's, with either key.
  const channels = [`&${prefix}*`, ...["socket.io", "chat"].map((key) => `&${prefix}${key}#/#*`)];
  return [...channels, ...allow(`${classic}${shard}${stream}`.split(" "))];
}

/** A learner's patterns cannot be listed in advance, so only console/commands.ts confines a console's channels. */
function consoleRules({ sharded }: LabRedis["supports"]): string[] {
  const names = [...consoleCommands.keys(), "SCAN"].filter((name) => name !== "KEYS");
  const known = names.filter((name) => sharded || !/^S(PUBLISH|SUBSCRIBE|UNSUBSCRIBE)$|SHARD/.test(name));
  return ["allchannels", ...allow(known.map((name) => name.toLowerCase().replace(" ", "|")))];
}

function allow(commands: string[]): string[] {
  return commands.map((name) => `+${name}`);
}
