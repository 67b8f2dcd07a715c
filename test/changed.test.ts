// `npm run test:changed` runs the tests near a change, and claims nothing about the others.
import { expect, test } from "vitest";
import { testsFor } from "./changed.ts";

const tests = [
  "test/browser/lab/controls.test.ts",
  "test/servers/chat/swap.test.ts",
  "test/servers/lab/lab.test.ts",
  "test/servers/redis/broker/broker.test.ts",
  "test/servers/redis/broker/glob.test.ts",
  "test/site/lab/derive/derive.test.ts",
  "test/site/lab/derive/wire.test.ts",
];
const imports: Record<string, string[]> = {
  "test/servers/redis/broker/broker.test.ts": [
    "servers/redis/broker/broker.ts",
    "test/servers/redis/raw-connection.ts",
  ],
};
const near = (...changed: string[]) => testsFor(changed, tests, (one) => imports[one] ?? []);

test.each([
  ["servers/redis/broker/glob.ts", ["test/servers/redis/broker/glob.test.ts"]],
  ["test/servers/redis/raw-connection.ts", ["test/servers/redis/broker/broker.test.ts"]],
  ["test/servers/lab/lab.test.ts", ["test/servers/lab/lab.test.ts"]],
  ["site/lab/derive/matrix.ts", ["test/site/lab/derive/derive.test.ts", "test/site/lab/derive/wire.test.ts"]],
  ["servers/lab/process/observe/tap.ts", ["test/servers/lab/lab.test.ts"]],
  ["servers/chat/handlers.ts", ["test/servers/chat/swap.test.ts"]],
  ["site/lab/stage/scene/Packets.svelte", ["test/browser/lab/controls.test.ts"]],
  ["README.md", []],
])("%s asks for %j", (changed, wanted) => {
  expect(near(changed)).toEqual(wanted);
});

test("two changes select each test once, in order", () => {
  expect(
    near("servers/redis/broker/glob.ts", "servers/redis/broker/broker.ts", "servers/redis/broker/glob.ts"),
  ).toEqual(["test/servers/redis/broker/broker.test.ts", "test/servers/redis/broker/glob.test.ts"]);
});
