// How English lists names and says who is where.
import { byServer, type Places } from "../places.ts";

export { briefly, type Places, upper } from "../places.ts";

const conjunction = new Intl.ListFormat("en", { type: "conjunction" });

export const list = (names: readonly string[]) => conjunction.format(names);

/** "α and γ are on server A, β is on server B" */
export const placed = (on: Places) =>
  byServer(on)
    .map(({ server, clients }) => `${list(clients)} ${clients.length > 1 ? "are" : "is"} on server ${server}`)
    .join(", ");
