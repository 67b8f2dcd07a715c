// The result of a mutation run: for each area how many mutants its tests kill, and the survivors.
import { type Equivalent, equivalents } from "./equivalent.ts";

/** The part of the mutation testing report schema that is used here. */
export interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: Place; end: Place };
}

interface Place {
  line: number;
  column: number;
}

export interface Score {
  killed: number;
  /** A diff of each. */
  alive: string[];
  equivalent: number;
}

/** The score of these files; mutants that don't run don't count. */
export function scoreOf({ files }: Report, names: readonly string[]): Score {
  const score: Score = { killed: 0, alive: [], equivalent: 0 };
  for (const name of names) {
    const { source, mutants } = files[name] ?? { source: "", mutants: [] };
    const lines = source.split("\n");
    for (const mutant of mutants) {
      if (mutant.status === "Killed" || mutant.status === "Timeout") score.killed += 1;
      else if (mutant.status === "Survived" || mutant.status === "NoCoverage") {
        if (equivalents.some((one) => isThat(one, name, mutant, lines))) score.equivalent += 1;
        else score.alive.push(diff(name, mutant, lines));
      }
    }
  }
  return score;
}

/** The report for these files and lines only: it also has results of earlier runs. */
export function inRanges({ files }: Report, ranges: readonly string[]): Report {
  const wanted = new Set(ranges);
  const isWanted = (name: string, { start }: Mutant["location"]) =>
    wanted.has(name) || wanted.has(`${name}:${start.line}-${start.line}`);
  return {
    files: Object.fromEntries(
      Object.entries(files).map(([name, { source, mutants }]) => [
        name,
        { source, mutants: mutants.filter(({ location }) => isWanted(name, location)) },
      ]),
    ),
  };
}

/** Of those that can be killed. */
export const percent = ({ killed, alive }: Score): number => (100 * killed) / (killed + alive.length || 1);

function isThat({ file, line, becomes }: Equivalent, name: string, mutant: Mutant, lines: string[]): boolean {
  return (
    file === name &&
    lines[mutant.location.start.line - 1]?.trim() === line &&
    (becomes === undefined || becomes === mutant.replacement)
  );
}

function diff(
  name: string,
  { location, replacement = "", status }: Mutant,
  lines: readonly string[],
): string {
  const { start, end } = location;
  const before = lines.slice(start.line - 1, end.line).join("\n");
  const first = lines[start.line - 1] ?? "";
  const last = lines[end.line - 1] ?? "";
  const after = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
  const untested = status === "NoCoverage" ? ", no test reaches this" : "";
  const signed = (sign: string, text: string) =>
    text
      .split("\n")
      .map((line) => `${sign} ${line.trim()}`)
      .slice(0, 4)
      .join("\n");
  return `${name}:${start.line}${untested}\n${signed("-", before)}\n${signed("+", after)}`;
}
