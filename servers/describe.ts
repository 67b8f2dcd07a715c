// Describes the arguments of an event in one short line, equally in the page and on the servers.
export const maxTextLength = 200;

/**
 * Returns the arguments as one line: JSON without the outer brackets, binary as `<4 bytes>`, at most 200 characters. The page
 * and the servers match messages by this text.
 */
export function describe(args: readonly unknown[]): string {
  return clip(args.map((arg) => describeOne(arg, 0)).join(", "));
}

/** Returns text of at most 200 characters. Longer text ends in "…". */
export function clip(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text;
}

const maxDepth = 8;

const maxItems = 100;

function describeOne(value: unknown, depth: number): string {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string") return JSON.stringify(value.slice(0, maxTextLength));
    return JSON.stringify(value) ?? "null";
  }
  if (depth === maxDepth) return "…";
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value
      .slice(0, maxItems)
      .map((item) => describeOne(item, depth + 1))
      .join(",")}]`;
  }
  const fields = Object.entries(value).filter(
    ([, inner]) => inner !== undefined && typeof inner !== "function",
  );
  return `{${fields
    .slice(0, maxItems)
    .map(([key, inner]) => `${JSON.stringify(key)}:${describeOne(inner, depth + 1)}`)
    .join(",")}}`;
}
