// The instructor's key: it comes after the # of the address, which browsers send to no server, and is kept in this browser.
import { forget, keep, recall } from "../../storage.ts";

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const place = "instructor";

/** The key in the address, which is taken out of it, so that nobody reads it from the screen; or the one that was kept. */
export function takeKey(): string | undefined {
  const given = /^#key=(.+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    keepKey(decodeURIComponent(given));
    history.replaceState(null, "", location.pathname + location.search);
  }
  return recall(place, isText);
}

/** A whole address may be pasted as well. */
export const keepKey = (key: string): void => keep(place, key.trim().replace(/^.*#key=/, ""));

export const forgetKey = (): void => forget(place);
