// Reads what a request's headers ask of a file: which encoding, which part, or only whether it has changed.

export type Encoding = "br" | "gzip";

/** Whether the client accepts this encoding, by `Accept-Encoding` (RFC 9110 section 12.5.3). */
export function accepts(header: string | undefined, encoding: Encoding): boolean {
  const weights = new Map<string, number>();
  for (const part of (header ?? "").toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = parameters.find((text) => text.startsWith("q="))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get(encoding) ?? weights.get("*") ?? 0) > 0;
}

/** Whether the client already has this version, by `If-None-Match` (RFC 9110 section 13.1.2). */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || (header.match(/"[^"]*"/g)?.includes(etag) ?? false);
}

/** The bytes from `start` to `end`, both included; `unsatisfiable` is outside the file; null is the whole file. */
export type Part = { start: number; end: number } | "unsatisfiable" | null;

/**
 * Returns the part that `Range` asks for. Ignores a malformed header, several ranges and other units, as RFC 9110 section
 * 14.2 allows, and any range when `If-Range` names another version of the file, or a date.
 */
export function partOf(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  size: number,
): Part {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(range ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return null;
  if (ifRange !== undefined && ifRange !== etag) return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "unsatisfiable" : { start, end };
}
