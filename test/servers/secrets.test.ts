// Secrets are compared completely, and any text can be given.
import { expect, test } from "vitest";
import { sameSecret } from "../../servers/secrets.ts";

const secret = "x".repeat(32);

test("only the secret itself is the same", () => {
  expect(sameSecret(secret, secret)).toBe(true);
});

test.each([
  ["shorter", "x".repeat(31)],
  ["longer", "x".repeat(33)],
  ["with a space", `${secret} `],
  ["in capitals", secret.toUpperCase()],
  ["empty", ""],
  ["as many characters, but more bytes", `${"x".repeat(31)}é`],
  ["as many bytes, but fewer characters", `${"x".repeat(30)}é`],
  ["half a surrogate pair", `${"x".repeat(31)}\ud800`],
])("%s is not", (_, given) => {
  expect(sameSecret(given, secret)).toBe(false);
  expect(sameSecret(secret, given)).toBe(false);
});
