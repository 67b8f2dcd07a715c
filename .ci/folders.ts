// Fails if a folder directly holds more files than a newcomer reads through: folder names should lead to the right one.
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";

const maxFiles = 20;

const counts = new Map<string, number>();
for (const file of execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n")) {
  const folder = dirname(file);
  counts.set(folder, (counts.get(folder) ?? 0) + 1);
}
for (const [folder, count] of counts) {
  if (count <= maxFiles) continue;
  console.error(
    `${folder}/ holds ${count} files, and at most ${maxFiles} may. Put those of one topic into a folder of their own.`,
  );
  process.exitCode = 1;
}
