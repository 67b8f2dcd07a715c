// Where the recordings are.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileOf } from "../../site/lab/recorded/recording.ts";

export const folder = "lessons/recordings";
export const kinds = ["local", "embedded"] as const;
export type Kind = (typeof kinds)[number];

/** Every file of a kind of Redis. */
export const filesOf = (kind: Kind): string[] => globSync(`${folder}/${kind}/*/*.json`).toSorted();

/** The text of a recording; undefined if there is none. */
export function textOf(kind: Kind, of: string): string | undefined {
  const file = join(folder, kind, fileOf(of));
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
