// Who this browser is in a workshop: a random key that is its alone, and a name. Both stay when the page is closed.
import { keep, recall } from "../storage.ts";

export interface Identity {
  key: string;
  name: string;
  /** Whether it takes part; it does not any more once an instructor has removed it. */
  joined: boolean;
}

const isIdentity = (value: unknown): value is Identity => {
  const { key, name, joined } = (value ?? {}) as Partial<Identity>;
  return typeof key === "string" && typeof name === "string" && typeof joined === "boolean";
};
/** As `site/layout/Head.astro` reads it, before the first paint. */
const place = "workshop";

export const identity = (): Identity | undefined => recall(place, isIdentity);

/** Takes part under this name, with the key that this browser had before, if it had one. */
export function joinAs(name: string): Identity {
  const me = { key: identity()?.key ?? newKey(), name, joined: true };
  keep(place, me);
  return me;
}

/** Takes part no more; key and name stay for the next time. */
export function leave(): void {
  const me = identity();
  if (me) keep(place, { ...me, joined: false });
}

/** 128 random bits. `randomUUID` is missing where a room opens a page by its address over plain HTTP. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
