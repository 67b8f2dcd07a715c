// Fails if something is too large to read through: a folder with more than 20 files directly in it, or a component or stylesheet
// of more than 250 lines. Biome counts the lines of other files.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

const maxFiles = 20;
const maxLines = 250;

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");

for (const [folder, inside] of Map.groupBy(files, dirname)) {
  if (inside.length <= maxFiles) continue;
  fail(
    `${folder}/ holds ${inside.length} files; at most ${maxFiles} may stand directly in a folder. Put those of one topic into a folder of their own.`,
  );
}
for (const file of files.filter((name) => /\.(svelte|astro|css)$/.test(name))) {
  const lines = readFileSync(file, "utf8").split("\n").length - 1;
  if (lines > maxLines)
    fail(`${file} has ${lines} lines; it may have at most ${maxLines}. Split it by meaning.`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
