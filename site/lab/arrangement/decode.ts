// The fragment of an address → the arrangement in it, or what is wrong with it. Never throws.

import { type Arrangement, completed } from "./arrangement.ts";
import { arrangement as schema, unsafe } from "./arrangement-schema.ts";
import { maxAddressLength, version } from "./fragment.ts";

export type Problem =
  /** It isn't a lab. */
  | { what: "foreign" }
  | { what: "too-long"; length: number }
  /** A newer version of Crosstalk wrote it. */
  | { what: "too-new"; version: number }
  /** It was cut off or changed. */
  | { what: "broken" }
  /** A name in it has markup or invisible characters. */
  | { what: "unsafe"; where: string }
  /** It has something that a lab doesn't have; `where` is the field's path. */
  | { what: "invalid"; where: string };

export type Decoded = { arrangement: Arrangement } | { problem: Problem };

/** @param fragment as in `location.hash`, with or without its "#"; not empty. */
export function decode(fragment: string): Decoded {
  const text = fragment.replace(/^#/, "");
  const head = /^lab(\d{1,6})\./.exec(text);
  if (!head) return { problem: { what: "foreign" } };
  if (text.length > maxAddressLength) return { problem: { what: "too-long", length: text.length } };
  const written = Number(head[1]);
  if (written > version) return { problem: { what: "too-new", version: written } };
  const json = fromBase64Url(text.slice(head[0].length));
  if (json === undefined || written < 1) return { problem: { what: "broken" } };
  return arrangementOf(json);
}

function arrangementOf(json: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { problem: { what: "broken" } };
  }
  const { data, error } = schema.safeParse(value);
  if (data) return { arrangement: completed(data) };
  const [issue] = error.issues;
  const isUnsafe = issue?.code === "custom" && issue.params?.is === unsafe;
  const where = issue?.path.map(String).join(".") ?? "";
  return { problem: { what: isUnsafe ? "unsafe" : "invalid", where } };
}

function fromBase64Url(text: string): string | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
