// What the headers of a request ask of a file: which form of it, which part, or only whether it has changed.

export type Encoding = "br" | "gzip";

/** Whether the client takes this encoding, by its `Accept-Encoding` (RFC 9110 section 12.5.3). */
export function accepts(header: string | undefined, encoding: Encoding): boolean {
  const weights = new Map<string, number>();
  for (const part of (header ?? "").toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = parameters.find((text) => text.startsWith("q="))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  return (weights.get(encoding) ?? weights.get("*") ?? 0) > 0;
}

/** Whether the client has this very file already, by its `If-None-Match` (RFC 9110 section 13.1.2). */
export function hasAlready(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || (header.match(/"[^"]*"/g)?.includes(etag) ?? false);
}

/** The bytes from `start` to `end`, that one too; `unsatisfiable` has none that the file has; null is all of it. */
export type Part = { start: number; end: number } | "unsatisfiable" | null;

/**
 * The part that `Range` asks for. What is malformed, has several ranges or another unit is ignored, as RFC 9110
 * section 14.2 allows, and so is any range when `If-Range` names another version of the file, or a date.
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
