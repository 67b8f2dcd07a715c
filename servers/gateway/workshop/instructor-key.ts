// The instructor's secret: from the environment, or generated once and stored where only this user can read it.
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../cache-folder.ts";

const keyFile = join(cacheFolder, "instructor-key");

/** Which keys the environment can set. A key has to fit into an address and a header. */
export const instructorKeyPattern = /^[\w.~-]{12,200}$/;

/**
 * Returns why a key is easy to guess, or null: few different characters, a repeated part, or a sequence such as
 * 123456789012. The text continues "INSTRUCTOR_KEY …", and does not contain the key.
 */
export function weaknessOfKey(key: string): string | null {
  const better = "Choose another, or leave it out, and Crosstalk will generate one.";
  const sizes = Array.from({ length: Math.floor((key.length * 2) / 3) }, (_, index) => index + 1);
  if (sizes.some((size) => key.slice(0, size).repeat(key.length).startsWith(key)))
    return `repeats one part, which is easy to guess. ${better}`;
  const different = new Set(key).size;
  if (key.length >= 12 && different < minDifferent)
    return `has ${different} different characters, which is easy to guess; it needs ${minDifferent}. ${better}`;
  const steps = [...key].slice(1).map((char, index) => char.charCodeAt(0) - key.charCodeAt(index));
  const inRow = steps.filter((step) => Math.abs(step) === 1).length;
  if (inRow > steps.length * 0.7)
    return `is a sequence of neighbouring characters, which is easy to guess. ${better}`;
  return null;
}

const minDifferent = 6;

/** Returns the key of the last start, or a new one. If it cannot be stored, it is only valid until the gateway ends. */
export function loadInstructorKey(file = keyFile): string {
  try {
    const saved = readFileSync(file, "utf8").trim();
    if (instructorKeyPattern.test(saved)) {
      chmodSync(file, 0o600);
      return saved;
    }
  } catch {
    // It doesn't exist yet.
  }
  const key = randomBytes(18).toString("base64url");
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    chmodSync(file, 0o600); // the mode above only applies to a new file
  } catch {
    // A container can be read-only.
  }
  return key;
}
