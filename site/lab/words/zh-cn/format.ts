// How Chinese lists names and says who is where.
import { byServer, type Places } from "../places.ts";

export { briefly, type Places, upper } from "../places.ts";

export const list = (names: readonly string[]) => names.join("、");

export const placed = (on: Places) =>
  byServer(on)
    .map(({ server, clients }) => `${list(clients)} 连在服务器 ${server} 上`)
    .join("，");

/** Between Chinese and a text: none where the text stands in quotation marks. */
export const spaceBefore = (text: string) => (text.startsWith("“") ? "" : " ");
