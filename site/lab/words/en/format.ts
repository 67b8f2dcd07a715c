// How English lists names and says which client is where.
import { clientsByServer, type Places } from "../places.ts";

export { type Places, shortError, upper } from "../places.ts";

/** "α, β, and γ". By hand, because a phone needs 100 ms to make an Intl.ListFormat. */
export const list = (names: readonly string[]): string =>
  names.length < 3 ? names.join(" and ") : `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}`;

/** "α and γ on A, β on B" */
export const placed = (on: Places) =>
  clientsByServer(on)
    .map(({ server, clients }) => `${list(clients)} on ${server}`)
    .join(", ");
