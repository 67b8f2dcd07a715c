// The one way in which two secrets are compared.
import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether both are the same text. Takes the same time wherever they differ, and takes text of any length in any
 * characters: `timingSafeEqual` alone throws where the lengths in bytes differ, so the digests are compared.
 */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
