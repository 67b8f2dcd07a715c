// The one place that compares secrets.
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Returns whether both texts are equal, in a time that does not depend on where they differ. Compares hashes, because
 * `timingSafeEqual` throws when the lengths in bytes differ.
 */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
