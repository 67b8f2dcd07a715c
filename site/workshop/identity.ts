// This browser's identity in a workshop: a random key that only it has, and a name. Both survive closing the page.
import { load, save } from "../storage.ts";

export interface Identity {
  key: string;
  name: string;
  /** Whether it takes part; false once an instructor has removed it. */
  joined: boolean;
}

const isIdentity = (value: unknown): value is Identity => {
  const { key, name, joined } = (value ?? {}) as Partial<Identity>;
  return typeof key === "string" && typeof name === "string" && typeof joined === "boolean";
};
/** `site/layout/Head.astro` reads it before the first paint. */
const place = "workshop";

export const identity = (): Identity | undefined => load(place, isIdentity);

/** Joins under this name, with the key this browser had before, if any. */
export function joinAs(name: string): Identity {
  const me = { key: identity()?.key ?? randomKey(), name, joined: true };
  save(place, me);
  return me;
}

/** Stops taking part; key and name are kept for the next time. */
export function leave(): void {
  const me = identity();
  if (me) save(place, { ...me, joined: false });
}

/** 128 random bits. `randomUUID` doesn't exist on pages opened by an address over plain HTTP. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
