// A server process has one class of node-redis clients, however often its links are switched.
import { createClient } from "redis";
import { expect, test } from "vitest";
import { buildRedisClassOnce } from "../../../../servers/lab/process/redis-class.ts";

buildRedisClassOnce();

const classOf = (options?: Parameters<typeof createClient>[0]) => createClient(options).constructor;

test("clients of any address and options have the class that was built first", () => {
  const first = classOf();
  expect(classOf({ url: "redis://127.0.0.1:1" })).toBe(first);
  expect(classOf({ url: "redis://user:secret@127.0.0.2:2", socket: { reconnectStrategy: false } })).toBe(
    first,
  );
});

test("each version of the protocol has its own class", () => {
  const [two, three] = [classOf({ RESP: 2 }), classOf({ RESP: 3 })];
  expect(two).not.toBe(three);
  expect(classOf({ RESP: 2, url: "redis://127.0.0.1:1" })).toBe(two);
  expect(classOf({ RESP: 3, url: "redis://127.0.0.1:1" })).toBe(three);
});

test("clients with commands of their own have them, and others don't", () => {
  const script = { SCRIPT: "return 1", NUMBER_OF_KEYS: 0, parseCommand() {}, transformReply: String };
  const options = { scripts: { one: script } } as unknown as Parameters<typeof createClient>[0];
  expect(createClient(options)).toHaveProperty("one");
  expect(createClient()).not.toHaveProperty("one");
});
