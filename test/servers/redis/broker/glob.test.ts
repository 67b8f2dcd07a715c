import { expect, test, vi } from "vitest";
import { matches } from "../../../../servers/redis/broker/glob.ts";

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

test("looks at each byte at most once for each byte of the pattern, however many stars there are", () => {
  const pattern = bytes(`${"a*".repeat(100)}b`);
  const text = Buffer.alloc(1_000, "a");
  const look = vi.spyOn(text, "readUInt8");
  expect(matches(pattern, text)).toBe(false);
  expect(look.mock.calls.length).toBeLessThanOrEqual(pattern.length * text.length);
  expect(look).toHaveBeenCalled();
});
