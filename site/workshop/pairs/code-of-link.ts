// The code in a link to somebody's lab: /join/#sit=K7QF. It's kept until a lesson's page is open, which asks with it.
import { pairCodeLength } from "../../../servers/protocol-pairs.ts";
import { forget, load, save } from "../../storage.ts";

const place = "workshop:sit";
const isCode = (value: unknown): value is string =>
  typeof value === "string" && value.length === pairCodeLength;

/** @param join The join page's address. */
export const linkOf = (join: string, code: string): string =>
  new URL(`${join}#sit=${code}`, location.href).href;

/** Keeps the code of this page's address, and returns it. */
export function keepCode(): string | undefined {
  const code = /^#sit=([A-Za-z0-9]+)$/.exec(location.hash)?.[1]?.toUpperCase();
  if (!isCode(code)) return undefined;
  save(place, code);
  history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** Returns the code that was kept; once. */
export function takeCode(): string | undefined {
  const code = load(place, isCode);
  if (code !== undefined) forget(place);
  return code;
}
