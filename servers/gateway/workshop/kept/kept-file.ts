// A file in which a workshop keeps something for a gateway that starts again.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { safeParse } from "../../safe-parse.ts";
import { writeWhole } from "../write-whole.ts";

export interface KeptFile<T> {
  /** Returns null if nothing was kept, or nothing that is valid. */
  load: () => { savedAt: number; state: T } | null;
  save: (state: T) => void;
}

/** What was saved longer ago belongs to another class. */
const maxAgeMs = 12 * 3_600_000;

/** Without a file, nothing outlives the gateway. */
export function createKeptFile<T>(
  file: string | undefined,
  schema: z.ZodType<T>,
  now: () => number = Date.now,
): KeptFile<T> {
  if (file === undefined) return { load: () => null, save() {} };
  const whole = z.object({ savedAt: z.number(), state: schema });
  return {
    load() {
      try {
        const parsed = safeParse(whole, JSON.parse(readFileSync(file, "utf8")));
        if (!parsed.success) return null;
        // A clock that was set back makes it younger than now.
        return Math.abs(now() - parsed.data.savedAt) < maxAgeMs ? parsed.data : null;
      } catch {
        return null; // there is none, or it was cut short
      }
    },
    save(state) {
      try {
        writeWhole(file, JSON.stringify({ savedAt: now(), state }));
      } catch {
        // A container can be read-only. Then a restart forgets it.
      }
    },
  };
}
