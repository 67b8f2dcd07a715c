// A secret is accepted in one kind of header only, and only complete.
import { expect, test } from "vitest";
import { bearerOf } from "../../../../servers/gateway/api/bearer.ts";

test.each([
  ["Bearer abc", "abc"],
  ["bearer a.b-c~d", "a.b-c~d"],
  ["BEARER Bearer", "Bearer"],
])("%j has the secret %j", (header, secret) => {
  expect(bearerOf(header)).toBe(secret);
});

test.each([
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer  abc",
  "Bearer abc ",
  "Bearer abc def",
  "xBearer abc",
  "Basic Bearer abc",
  "Basic abc",
  "abc",
])("%j has none", (header) => {
  expect(bearerOf(header)).toBeUndefined();
});
