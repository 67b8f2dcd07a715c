// Fails if a comment, message, label or page of documentation has a word from the list in plain-words.ts.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { hardWords } from "./plain-words.ts";

const text = /\.(ts|js|svelte|astro|css|md|mdx|json|yml|sh)$|^(Dockerfile|\.ci\/\w+)$/;
/** Files and folders that aren't checked, each for a reason. */
const unchecked = [
  "package-lock.json", // not ours
  ".ci/plain-words.ts", // the list itself
  "test/ci/plain-words.test.ts", // quotes the list
];

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter(
    (file) => text.test(file) && !unchecked.some((start) => file.startsWith(start)) && existsSync(file),
  );
for (const file of files) {
  for (const { line, word, instead } of hardWords(readFileSync(file, "utf8"))) {
    console.error(`${file}:${line}: "${word}". Write instead: ${instead}`);
    process.exitCode = 1;
  }
}
