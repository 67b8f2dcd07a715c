// Joins and leaves a workshop in this browser. Only pages that take part load it; all others only read site/workshop/identity.ts.

import { save } from "../storage.ts";
import { type Identity, identity, place } from "./identity.ts";

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
