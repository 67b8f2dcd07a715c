// This browser's identity in a workshop: a random key that only it has, and a name. Both survive closing the page.
import { load } from "../storage.ts";

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
export const place = "workshop";

export const identity = (): Identity | undefined => load(place, isIdentity);
