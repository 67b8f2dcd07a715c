// The users that a lab has in Redis, where Redis can have users: one for its servers, one for its consoles. Each reaches
// the lab's own keys and channels only, so that code in one lab's server does not reach another lab.
import { createHash, randomBytes } from "node:crypto";
import { createClient, ErrorReply } from "redis";
import { consoleCommands } from "../console/commands.ts";
import { LabError } from "../errors.ts";
import { inTime } from "../within.ts";
import type { LabRedis } from "./lab-redis.ts";

/** Where the two sides of a lab find Redis, with their names and passwords. */
export interface LabUrls {
  servers: string;
  console: string;
}

export interface RedisUsers {
  /** Makes the users of a lab. Where Redis cannot, both sides get the URL that everybody has. A LabError when it refuses. */
  add: (lab: string, prefix: string) => Promise<LabUrls>;
  /** Ends the users and their connections. */
  remove: (lab: string) => Promise<void>;
  /** Labs of gateways that were killed: their users are gone now, what they left in Redis is for the caller to delete. */
  leftBehind: Promise<string[]>;
  close: () => void;
}

/** A Redis that needs longer must not hold up the opening or the end of a lab. */
const answerWithinMs = 2000;

type Side = keyof LabUrls;
const sides: readonly Side[] = ["servers", "console"];

const userPattern = /^crosstalk-([0-9a-f]{12})-([\w-]{16})-(?:servers|console)$/;
const gatewayName = (gateway: string) => `crosstalk-gateway-${gateway}`;

/**
 * Users live in Redis' memory: a Redis that was started again gets them again as soon as it answers. The connection that
 * does this has the gateway's name, which tells other gateways on the same Redis that it is alive.
 */
export function createRedisUsers({ url, state, supports }: LabRedis): RedisUsers {
  const gateway = randomBytes(6).toString("hex");
  const shared: LabUrls = { servers: url, console: url };
  const labs = new Map<string, Record<Side, string[]>>();
  const userOf = (lab: string, side: Side) => `crosstalk-${gateway}-${lab}-${side}`;
  const client = createClient({
    url,
    name: gatewayName(gateway),
    disableOfflineQueue: true,
    socket: { connectTimeout: 1000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 400) },
  });
  client.on("error", () => {}); // whether Redis is there is told by redis/health.ts
  client.on("ready", () => {
    for (const [lab, rules] of labs) void create(lab, rules).catch(() => {});
  });

  const able = state().kind === "embedded" ? Promise.resolve(false) : probe();

  async function probe(): Promise<boolean> {
    const name = userOf(randomBytes(12).toString("base64url"), "servers");
    try {
      await client.connect();
      await client.sendCommand(["ACL", "SETUSER", name, ...rulesOf("servers", "probe:", "", supports)]);
      await client.sendCommand(["ACL", "DELUSER", name]);
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.warn(`Labs have no users of their own in this Redis, and share Crosstalk's: ${why}`);
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
    const rules = {
      servers: rulesOf("servers", prefix, passwords.servers, supports),
      console: rulesOf("console", prefix, passwords.console, supports),
    };
    labs.set(lab, rules);
    try {
      await inTime(answerWithinMs, create(lab, rules));
    } catch (error) {
      if (error instanceof ErrorReply) {
        labs.delete(lab);
        throw new LabError("unavailable", `Redis made no user for this lab: ${error.message}. Try again`);
      }
      // A Redis that is away gets them when it is back, as does one that answers later.
    }
    const urlOf = (side: Side) =>
      Object.assign(new URL(url), { username: userOf(lab, side), password: passwords[side] }).href;
    return { servers: urlOf("servers"), console: urlOf("console") };
  }

  async function remove(lab: string): Promise<void> {
    if (labs.delete(lab)) await deleteUsers(sides.map((side) => userOf(lab, side)));
  }

  /** A Redis that is away has forgotten them when it is back, or keeps users that nobody knows a password of. */
  async function deleteUsers(users: string[]): Promise<void> {
    if (users.length === 0) return;
    await inTime(answerWithinMs, client.sendCommand(["ACL", "DELUSER", ...users])).catch(() => {});
  }

  async function removeLeftovers(): Promise<string[]> {
    if (!(await able)) return [];
    try {
      const users = await client.sendCommand<string[]>(["ACL", "USERS"]);
      const alive = new Set((await client.clientList()).map(({ name }) => name));
      const left = users.filter((user) => {
        const owner = userPattern.exec(user)?.[1];
        return owner !== undefined && !alive.has(gatewayName(owner));
      });
      await deleteUsers(left);
      return [...new Set(left.map((user) => userPattern.exec(user)?.[2] ?? ""))];
    } catch {
      return []; // not allowed to look, or Redis is away: the next start does it
    }
  }

  return {
    add,
    remove,
    leftBehind: removeLeftovers(),
    close() {
      if (client.isOpen) client.destroy();
    },
  };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** What ACL SETUSER is given. It gets a digest of the password, so that no log of Redis has the password itself. */
function rulesOf(side: Side, prefix: string, password: string, supports: LabRedis["supports"]): string[] {
  const digest = createHash("sha256").update(password).digest("hex");
  const own = ["reset", "on", `#${digest}`, "resetchannels", `~${prefix}*`, "+ping", "+select"];
  return [...own, ...(side === "servers" ? serverRules(prefix, supports) : consoleRules(supports))];
}

/** What the links need. */
function serverRules(prefix: string, { sharded, streams }: LabRedis["supports"]): string[] {
  const classic = "publish subscribe unsubscribe psubscribe punsubscribe pubsub|numsub";
  const shard = sharded ? " spublish ssubscribe sunsubscribe pubsub|shardnumsub" : "";
  const stream = streams ? " xadd xread xrange get set del multi exec" : "";
  // A pattern may be subscribed to only where it is named as it is: this is the adapter's.
  const channels = [`&${prefix}*`, `&${prefix}socket.io#/#*`];
  return [...channels, ...allow(`${classic}${shard}${stream}`.split(" "))];
}

/** Patterns that a learner subscribes to cannot all be named, so channels are kept apart by console/commands.ts alone. */
function consoleRules({ sharded }: LabRedis["supports"]): string[] {
  const names = [...consoleCommands.keys(), "SCAN"].filter((name) => name !== "KEYS");
  const known = names.filter((name) => sharded || !/^S(PUBLISH|SUBSCRIBE|UNSUBSCRIBE)$|SHARD/.test(name));
  return ["allchannels", ...allow(known.map((name) => name.toLowerCase().replace(" ", "|")))];
}

function allow(commands: string[]): string[] {
  return commands.map((name) => `+${name}`);
}
