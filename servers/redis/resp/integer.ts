// Reads integers as Redis does.

/** Reads a 64-bit integer as Redis' `string2ll`: no sign but `-`, no leading zeros, no spaces; null for all else. */
export function parseInteger(text: Buffer): number | null {
  const digits = text.toString("latin1");
  if (!/^(0|-?[1-9]\d{0,18})$/.test(digits)) return null;
  const value = BigInt(digits);
  return BigInt.asIntN(64, value) === value ? Number(value) : null;
}
