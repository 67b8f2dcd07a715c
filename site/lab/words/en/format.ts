// How English lists names and says which client is where.
import { byServer, type Places } from "../places.ts";

export { briefly, type Places, upper } from "../places.ts";

const conjunction = new Intl.ListFormat("en", { type: "conjunction" });

export const list = (names: readonly string[]) => conjunction.format(names);

/** "α and γ on A, β on B" */
export const placed = (on: Places) =>
  byServer(on)
    .map(({ server, clients }) => `${list(clients)} on ${server}`)
    .join(", ");
