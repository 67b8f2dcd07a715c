// `npm run test:changed`: the tests for everything that differs from main, or from a named commit: -- HEAD~3
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { testsFor } from "./changed.ts";

const lines = (...args: string[]) =>
  execFileSync("git", args, { encoding: "utf8" }).split("\n").filter(Boolean);
const base = process.argv[2] ?? "main";
const [since = "HEAD"] = lines("merge-base", base, "HEAD");
const changed = [
  ...lines("diff", "--name-only", since),
  ...lines("ls-files", "--others", "--exclude-standard"),
];

const importsOf = (test: string) =>
  [...readFileSync(test, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, path = ""]) =>
    join(dirname(test), path),
  );
const tests = testsFor(changed, globSync("test/**/*.test.ts").sort(), importsOf);

if (tests.length === 0)
  console.log(`There are no tests near what differs from ${base}. npm test runs all tests.`);
else {
  const { status } = spawnSync("vitest", ["run", ...tests], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
