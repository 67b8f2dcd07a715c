// The phones of the room, and which server of the shared lab each was given: half on A, half on B, the same one when it returns.

import type { ServerName } from "../../protocol.ts";
import { isOwnMachine } from "../admission/address.ts";
import { type Named, named } from "./names.ts";
import { idOf, noSeat } from "./roster.ts";

export interface Phone extends Named {
  id: string;
  server: ServerName;
  /** Its pages that are connected. */
  pages: number;
  address: string;
}

export interface Seats {
  /**
   * The seat of this phone, which is here from now on; a new one goes where fewer are. A LabError when all seats are taken,
   * or all of its address, by phones that are here.
   */
  take: (key: string, name: string, address?: string) => Phone;
  /** One of the phone's pages has gone; the seat is kept. */
  leave: (id: string) => void;
  find: (id: string) => Phone | undefined;
  /** Phones that are here. */
  counts: () => Record<ServerName, number>;
}

export interface SeatsLimits {
  /** 300 */
  maxPhones?: number;
  /** Phones of one address; no bound. */
  perAddress?: number;
}

/** Nothing is recorded of phones, so one that is away gives way to one that comes. */
export function createSeats({
  maxPhones = 300,
  perAddress = Number.POSITIVE_INFINITY,
}: SeatsLimits = {}): Seats {
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
    if (!away) throw noSeat(!isShareFull, perAddress);
    phones.delete(away.id);
  }

  return {
    take(key, given, address = "") {
      const id = idOf("phone", key);
      const known = phones.get(id);
      if (!known) makeRoom(address);
      const { a, b } = counts();
      const { typed, name } = named(given, known, [...phones.values()]);
      const phone: Phone = known ?? { id, typed, name, server: a <= b ? "a" : "b", pages: 0, address };
      Object.assign(phone, { typed, name, pages: phone.pages + 1 });
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
