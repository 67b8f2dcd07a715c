// Removes what killed gateways left in Redis: the users of their labs, and the labs' keys. A gateway is known by the names of
// its connection and of its labs' users. One without any connection may only have lost it, e.g. because Redis has just
// restarted, so it has to be away twice in a row.
import { prefixOf } from "../lab-id.ts";
import { deleteKeys } from "./delete-keys.ts";
import type { LabRedis } from "./lab-redis.ts";

export const sides = ["servers", "console"] as const;
export type Side = (typeof sides)[number];

/** Returns the name of a gateway's connection. */
export const gatewayName = (gateway: string): string => `crosstalk-gateway-${gateway}`;
export const userName = (gateway: string, lab: string, side: Side): string =>
  `crosstalk-${gateway}-${lab}-${side}`;

const userPattern = /^crosstalk-([0-9a-f]{12})-((?:[a-z0-9-]+\.)?[\w-]{16})-(?:servers|console)$/;

interface User {
  name: string;
  gateway: string;
  lab: string;
}

function parseUser(name: string): User[] {
  const [, gateway, lab] = userPattern.exec(name) ?? [];
  return gateway && lab ? [{ name, gateway, lab }] : [];
}

export interface LeftoversContext {
  redis: LabRedis;
  /** The gateway's own connection. */
  client: {
    sendCommand: <T>(command: string[]) => Promise<T>;
    clientList: () => Promise<{ name: string; user?: string }[]>;
  };
  /** A gateway that is away twice, this far apart, is gone. One that lost its connection is back within 2 s. */
  everyMs: number;
}

/** Removes leftovers from now on, until the returned function is called. While Redis is down, it tries again. */
export function removeLeftovers({ redis, client, everyMs }: LeftoversContext): () => void {
  let away = new Set<string>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function remove(): Promise<void> {
    const all = (await client.sendCommand<string[]>(["ACL", "USERS"])).flatMap(parseUser);
    const alive = new Set(
      (await client.clientList()).flatMap(({ name, user = "" }) => [
        name,
        ...parseUser(user).map(({ gateway }) => gatewayName(gateway)),
      ]),
    );
    const left = all.filter(({ gateway }) => !alive.has(gatewayName(gateway)));
    const gone = left.filter(({ gateway }) => away.has(gateway));
    away = new Set(left.map(({ gateway }) => gateway));
    for (const lab of new Set(gone.map((user) => user.lab))) {
      // The users last: as long as they're there, the keys are known to be.
      if (!(await deleteKeys(redis, prefixOf(lab)))) continue;
      const names = gone.filter((user) => user.lab === lab).map(({ name }) => name);
      await client.sendCommand(["ACL", "DELUSER", ...names]);
    }
  }

  async function repeat(): Promise<void> {
    await remove().catch(() => away.clear()); // no permission, or Redis is down, and others may be back later
    if (!closed) timer = setTimeout(repeat, everyMs).unref();
  }

  void repeat();
  return () => {
    closed = true;
    clearTimeout(timer);
  };
}
