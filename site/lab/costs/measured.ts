// What the reader's own lab has shown: to how many servers Redis handed each broadcast. Pure.
import type { Derived } from "../derive/messages.ts";
import { type Modelled, modelled } from "./model.ts";

export interface Measured {
  link: Modelled;
  broadcasts: number;
  /** To how many servers Redis handed one, on average. */
  copies: number;
}

/** Only broadcasts while both servers had the same adapter and their cables were up. */
export function measuredIn({ messages }: Pick<Derived, "messages">): Measured[] {
  const all = [...messages.values()].filter(({ trail, world: { servers, cables } }) => {
    const isWhole = [cables.a, cables.b].every(({ state }) => state === "up");
    return isWhole && servers.a.link === servers.b.link && trail.some(({ type }) => type === "published");
  });
  return modelled.flatMap((link) => {
    const mine = all.filter(({ world }) => world.servers.a.link === link);
    const came = mine.map(({ trail }) => trail.filter(({ type }) => type === "arrived").length);
    const sum = came.reduce((total, one) => total + one, 0);
    return mine.length ? [{ link, broadcasts: mine.length, copies: sum / mine.length }] : [];
  });
}
