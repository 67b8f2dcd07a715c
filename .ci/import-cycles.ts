// `npm run check`: fails if files import each other in a circle, types included. Biome's rule for this doesn't look into components.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** An import or re-export at the start of a line, which may be several lines long. An import() is no arrow: it runs later. */
const pattern = /^\s*(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?\s*["'](\.[^"']+)["']/gm;

/** Returns the circles among these files, given as path → text: each as its files in the order in which they import each other. */
export function cyclesIn(files: ReadonlyMap<string, string>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];

  function visit(file: string): void {
    if (path.includes(file)) cycles.push(path.slice(path.indexOf(file)));
    if (path.includes(file) || done.has(file)) return;
    path.push(file);
    for (const imported of importsOf(file, files.get(file) ?? "")) if (files.has(imported)) visit(imported);
    path.pop();
    done.add(file);
  }

  for (const file of files.keys()) visit(file);
  return cycles;
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, to = ""]) => posix.join(posix.dirname(file), to));
}

if (import.meta.main) {
  const names = execFileSync("git", ["ls-files", "*.ts", "*.svelte", "*.astro"], { encoding: "utf8" });
  const texts = names
    .trim()
    .split("\n")
    .map((file): [string, string] => [file, readFileSync(file, "utf8")]);
  for (const cycle of cyclesIn(new Map(texts))) {
    console.error(
      `These files import each other. Move what they share into a file of its own:\n  ${cycle.join("\n  ")}`,
    );
    process.exitCode = 1;
  }
}
