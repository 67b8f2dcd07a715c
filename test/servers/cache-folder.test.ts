// Where an installed package keeps what outlives it.
import { join } from "node:path";
import { expect, test } from "vitest";
import { usersCache } from "../../servers/cache-folder.ts";

const home = () => "/home/mia";
const inHome = join("/home/mia", ".cache/crosstalk-lab");

test.each([
  [undefined, inHome],
  ["", inHome],
  ["relative/cache", inHome],
  ["/var/cache", join("/var/cache", "crosstalk-lab")],
])("with XDG_CACHE_HOME=%s", (fromEnvironment, folder) => {
  expect(usersCache(fromEnvironment, home)).toBe(folder);
});

test("a user without a home has none", () => {
  const nowhere = () => {
    throw new Error("ENOENT");
  };
  expect(usersCache(undefined, nowhere)).toBe(null);
});
