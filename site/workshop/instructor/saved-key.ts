// The instructor's key: it comes after the # of the address, which browsers send to no server, and is saved in this browser.
import { forget, load, save } from "../../storage.ts";

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const place = "instructor";

/** Returns the key from the address, and removes it there so that nobody reads it from the screen; or else the saved one. */
export function takeKey(): string | undefined {
  const given = /^#key=(.+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    saveKey(decodeURIComponent(given));
    history.replaceState(null, "", location.pathname + location.search);
  }
  return load(place, isText);
}

/** Saves a key; a whole address works as well. */
export const saveKey = (key: string): void => void save(place, key.trim().replace(/^.*#key=/, ""));

export const forgetKey = (): void => forget(place);
