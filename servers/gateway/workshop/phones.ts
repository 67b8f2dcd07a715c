// Assigns phones to the servers of the shared lab: half on A, half on B, and the same one again when a phone returns.

import type { ServerName } from "../../protocol.ts";
import { maxWorkshopPhones } from "../../protocol-workshop.ts";
import { isOwnMachine } from "../admission/address.ts";
import { type DisplayName, displayName } from "./clean-text.ts";
import { idOf, roomFullError } from "./roster.ts";

export interface Phone extends DisplayName {
  id: string;
  server: ServerName;
  /** How many of its pages are connected. */
  pages: number;
  address: string;
}

export interface Phones {
  /**
   * Returns this phone's seat and marks it as connected. A new phone gets the server with fewer phones. Throws a LabError if
   * connected phones use all seats, or all seats of its address.
   */
  take: (key: string, name: string, address?: string) => Phone;
  /** Call it when one of the phone's pages has disconnected. The phone keeps its seat. */
  leave: (id: string) => void;
  find: (id: string) => Phone | undefined;
  /** Returns how many connected phones each server has. */
  counts: () => Record<ServerName, number>;
}

export interface PhonesLimits {
  /** `maxWorkshopPhones` */
  maxPhones?: number;
  /** How many phones one address can have; no limit. */
  perAddress?: number;
}

/** Nothing is recorded about phones, so a new phone can take the seat of a disconnected one. */
export function createPhones({
  maxPhones = maxWorkshopPhones,
  perAddress = Number.POSITIVE_INFINITY,
}: PhonesLimits = {}): Phones {
  const phones = new Map<string, Phone>();

  function counts(): Record<ServerName, number> {
    const counted = { a: 0, b: 0 };
    for (const { pages, server } of phones.values()) if (pages > 0) counted[server] += 1;
    return counted;
  }

  function makeRoom(address: string): void {
    const all = [...phones.values()];
    const own = all.filter((phone) => phone.address === address);
    const isFull = all.length >= maxPhones;
    const isShareFull = !isOwnMachine(address) && own.length >= perAddress;
    if (!isFull && !isShareFull) return;
    const away = (isShareFull ? own : all).find(({ pages }) => pages === 0);
    if (!away) throw roomFullError(!isShareFull, perAddress);
    phones.delete(away.id);
  }

  return {
    take(key, given, address = "") {
      const id = idOf("phone", key);
      const known = phones.get(id);
      if (!known) makeRoom(address);
      const { a, b } = counts();
      const { entered, name } = displayName(given, known, [...phones.values()]);
      const phone: Phone = known ?? { id, entered, name, server: a <= b ? "a" : "b", pages: 0, address };
      Object.assign(phone, { entered, name, pages: phone.pages + 1 });
      phones.set(id, phone);
      return phone;
    },
    leave(id) {
      const phone = phones.get(id);
      if (phone) phone.pages = Math.max(0, phone.pages - 1);
    },
    find: (id) => phones.get(id),
    counts,
  };
}
