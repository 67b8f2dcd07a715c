// The instructor's secret: given by the environment, or made once and kept where only this user can read it.
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const keptIn = fileURLToPath(
  new URL("../../../node_modules/.cache/crosstalk/instructor-key", import.meta.url),
);

/** What the environment may give: it stands in an address and in a header. */
export const instructorKeyPattern = /^[\w.~-]{12,200}$/;

/** The key of the last start, or a new one; where it cannot be kept, it lives as long as the gateway. */
export function keptInstructorKey(file = keptIn): string {
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (instructorKeyPattern.test(kept)) {
      chmodSync(file, 0o600);
      return kept;
    }
  } catch {
    // There is none yet.
  }
  const key = randomBytes(18).toString("base64url");
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    chmodSync(file, 0o600); // the mode above is for a file that is new
  } catch {
    // A container may have nowhere to write.
  }
  return key;
}
