// An arrangement as the fragment of an address: `#lab1.` and its JSON in base64url. These characters are never escaped. JSON
// that ends in "}" never ends in "_" or "-" here, which a forum would cut off.

import { type Arrangement, reduced } from "./arrangement.ts";

/** Increases when an older page can't read what this one writes. */
export const version = 1;
/** The characters of a whole address. Some chats and mail programs cut longer ones. */
export const maxAddressLength = 2_000;

/** The fragment without its "#". */
export const encode = (arrangement: Arrangement): string =>
  `lab${version}.${toBase64Url(JSON.stringify(reduced(arrangement)))}`;

/** What makes a fragment long. */
export type LongPart = "run" | "clients";

/** The address of a page with this arrangement, or how long it would be and what to shorten. */
export function addressOf(
  arrangement: Arrangement,
  page: string,
): { address: string } | { length: number; heavy: LongPart } {
  const address = `${page}#${encode(arrangement)}`;
  if (address.length <= maxAddressLength) return { address };
  const weight = (part: unknown) => JSON.stringify(part).length;
  return {
    length: address.length,
    heavy: weight(arrangement.run) >= weight(arrangement.clients) ? "run" : "clients",
  };
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
