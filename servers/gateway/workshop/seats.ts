// The phones of the room, and which server of the shared lab each was given: half on A, half on B, the same one when it returns.
import type { ServerName } from "../../protocol.ts";
import { type Named, named } from "./names.ts";
import { idOf } from "./roster.ts";

export interface Phone extends Named {
  id: string;
  server: ServerName;
  /** Its pages that are connected. */
  pages: number;
}

export interface Seats {
  /** The seat of this phone, which is here from now on; a new one goes where fewer are. Null when all seats are taken. */
  take: (key: string, name: string) => Phone | null;
  /** One of the phone's pages has gone; the seat is kept. */
  leave: (id: string) => void;
  find: (id: string) => Phone | undefined;
  /** Phones that are here. */
  counts: () => Record<ServerName, number>;
}

/** `maxPhones` (300): beyond it the seat of one that is away is given up. */
export function createSeats(maxPhones = 300): Seats {
  const phones = new Map<string, Phone>();

  function counts(): Record<ServerName, number> {
    const counted = { a: 0, b: 0 };
    for (const { pages, server } of phones.values()) if (pages > 0) counted[server] += 1;
    return counted;
  }

  function makeRoom(): boolean {
    if (phones.size < maxPhones) return true;
    const away = phones.values().find(({ pages }) => pages === 0);
    return away !== undefined && phones.delete(away.id);
  }

  return {
    take(key, given) {
      const id = idOf("phone", key);
      const known = phones.get(id);
      if (!known && !makeRoom()) return null;
      const { a, b } = counts();
      const { typed, name } = named(given, known, [...phones.values()]);
      const phone: Phone = known ?? { id, typed, name, server: a <= b ? "a" : "b", pages: 0 };
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
