// Leftovers in Redis are removed only if their gateway is really gone.
import { expect, onTestFinished, test } from "vitest";
import { gatewayName, removeLeftovers, userName } from "../../../../servers/lab/redis/leftovers.ts";

const lab = "AAAAAAAAAAAAAAAA";
const user = userName("0123456789ab", lab, "servers");
const own = { name: gatewayName("ba9876543210") };
const connection = { name: gatewayName("0123456789ab") };
const serverOfIt = { name: "", user };

/** Looks at Redis once for each list of connections, and forever at the last. Resolves with how often until the user was removed. */
function removedAfter(
  connections: ({ name: string; user?: string }[] | Error)[],
  up = true,
): Promise<number> {
  let looked = 0;
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = removeLeftovers({
    redis: {
      url: "redis://127.0.0.1:1",
      supports: { sharded: true, streams: !up },
      state: () => ({ kind: "external", version: "7", up }),
    },
    client: {
      async sendCommand<T>([, what]: string[]) {
        if (what === "DELUSER") resolve(looked);
        return ["default", user, userName("ba9876543210", lab, "console")] as T;
      },
      async clientList() {
        const list = connections[looked] ?? connections.at(-1) ?? [];
        looked += 1;
        if (looked === 20) resolve(Number.POSITIVE_INFINITY);
        if (list instanceof Error) throw list;
        return [own, ...list];
      },
    },
    everyMs: 0,
  });
  onTestFinished(stop);
  return promise;
}

const down = new Error("Redis is down");

test.each([
  { after: 2, what: "that is gone", connections: [[]] },
  { after: 4, what: "that was away for a moment", connections: [[], [connection], [], []] },
  { after: 4, what: "that was away before Redis was", connections: [[], down, [], []] },
  { after: 4, what: "whose server is connected", connections: [[serverOfIt], [serverOfIt], []] },
  { after: Number.POSITIVE_INFINITY, what: "that is connected", connections: [[connection]] },
])("the users of a gateway $what are removed after $after looks", async ({ after, connections }) => {
  expect(await removedAfter(connections)).toBe(after);
});

test("users stay as long as the keys of their lab can't be deleted", async () => {
  expect(await removedAfter([[]], false)).toBe(Number.POSITIVE_INFINITY);
});
