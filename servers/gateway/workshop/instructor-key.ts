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

/**
 * Why a key of the environment is easily guessed, or null: one with few characters, one part again and again, or a row
 * such as 123456789012. The text goes on from "INSTRUCTOR_KEY …", and does not repeat the key.
 */
export function weaknessOfKey(key: string): string | null {
  const better = "Choose another, or leave it out: then Crosstalk makes one and keeps it.";
  const sizes = Array.from({ length: Math.floor((key.length * 2) / 3) }, (_, index) => index + 1);
  if (sizes.some((size) => key.slice(0, size).repeat(key.length).startsWith(key)))
    return `is one part again and again, which is easily guessed. ${better}`;
  const different = new Set(key).size;
  if (key.length >= 12 && different < minDifferent)
    return `has ${different} different characters, which is easily guessed; it needs ${minDifferent}. ${better}`;
  const steps = [...key].slice(1).map((char, index) => char.charCodeAt(0) - key.charCodeAt(index));
  const inRow = steps.filter((step) => Math.abs(step) === 1).length;
  if (inRow > steps.length * 0.7)
    return `is a row of neighbouring characters, which is easily guessed. ${better}`;
  return null;
}

const minDifferent = 6;

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
