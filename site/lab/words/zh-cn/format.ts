// How Chinese lists names and says which client is where.
import { clientsByServer, type Places } from "../places.ts";

export { type Places, shortError, upper } from "../places.ts";

export const list = (names: readonly string[]) => names.join("、");

export const placed = (on: Places) =>
  clientsByServer(on)
    .map(({ server, clients }) => `${list(clients)} 连在 ${server} 上`)
    .join("，");

/** The space between Chinese and a text; none before a quotation mark. */
export const spaceBefore = (text: string) => (text.startsWith("“") ? "" : " ");
