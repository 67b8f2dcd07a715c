// How English lists names and says which client is where.
import { clientsByServer, type Places } from "../places.ts";

export { type Places, shortError, upper } from "../places.ts";

const conjunction = new Intl.ListFormat("en", { type: "conjunction" });

export const list = (names: readonly string[]) => conjunction.format(names);

/** "α and γ on A, β on B" */
export const placed = (on: Places) =>
  clientsByServer(on)
    .map(({ server, clients }) => `${list(clients)} on ${server}`)
    .join(", ");
