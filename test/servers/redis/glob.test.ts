import { expect, test } from "vitest";
import { matches } from "../../../servers/redis/glob.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["*", "a"],
  ["a*", "a"],
  ["a**b", "ab"],
  ["h?llo", "hello"],
  ["h[ae]llo", "hallo"],
  ["h[^e]llo", "hallo"],
  ["h[a-b]llo", "hbllo"],
  ["h[b-a]llo", "hallo"],
  ["[^", "x"],
  ["[a", "a"],
  ["\\*", "*"],
  ["a\\", "a\\"],
  ["*b*d", "abcabcd"],
  ["socket.io#/#*", "socket.io#/#room#"],
  ["", ""],
  ["[\x80-\xff]", "\x90"],
])("%j matches %j", (pattern, text) => {
  expect(matches(bytes(pattern), bytes(text))).toBe(true);
});

test.each([
  // Redis' own oddity: not even a star matches the empty channel.
  ["*", ""],
  ["?", ""],
  ["a", "ab"],
  ["ab", "a"],
  ["h[^e]llo", "hello"],
  ["[]", "a"],
  ["[", "["],
  ["\\*", "a"],
  ["*b*d", "abcabc"],
])("%j does not match %j", (pattern, text) => {
  expect(matches(bytes(pattern), bytes(text))).toBe(false);
});

test("gives up on a pattern of many stars in time", () => {
  const start = performance.now();
  expect(matches(bytes(`${"a*".repeat(100)}b`), Buffer.alloc(10_000, "a"))).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});
