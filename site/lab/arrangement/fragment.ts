// An arrangement as the fragment of an address: `#lab1.` and its JSON in base64url. Those characters are never escaped, and
// what ends in "}" doesn't end in "_" or "-", which a forum would take for the end of the address.

import { type Arrangement, reduced } from "./arrangement.ts";

/** Grows when an older page can't read what this one writes. */
export const version = 1;
/** Characters of a whole address. Some chats and mail programs cut what is longer. */
export const maxAddressLength = 2_000;

/** The fragment without its "#". */
export const encode = (arrangement: Arrangement): string =>
  `lab${version}.${toBase64Url(JSON.stringify(reduced(arrangement)))}`;

/** What makes a fragment long. */
export type Heavy = "run" | "clients";

/** The address of a page with this arrangement, or how long it would be and what to shorten. */
export function addressOf(
  arrangement: Arrangement,
  page: string,
): { address: string } | { length: number; heavy: Heavy } {
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
