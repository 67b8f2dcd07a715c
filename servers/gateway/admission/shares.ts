// Limits how much each address, and all of them together, can hold at a time: connections, labs, bytes.
import { isOwnMachine } from "./address.ts";

export interface Shares {
  /** Takes `amount` (1) for `address`. Returns false, and takes nothing, when its share or the total is used up. */
  take: (address: string, amount?: number) => boolean;
  /** Gives back `amount` (1). */
  give: (address: string, amount?: number) => void;
  /** Whether `address` could take one more. */
  hasRoom: (address: string) => boolean;
}

export interface SharesOptions {
  /** For each address except 127.0.0.1 and ::1, because a proxy on this machine serves many. */
  each: number;
  /** For all addresses together. */
  all: number;
}

export function createShares({ each, all }: SharesOptions): Shares {
  const held = new Map<string, number>();
  let sum = 0;

  function fits(address: string, amount: number): boolean {
    if (sum + amount > all) return false;
    return isOwnMachine(address) || (held.get(address) ?? 0) + amount <= each;
  }

  return {
    take(address, amount = 1) {
      if (!fits(address, amount)) return false;
      held.set(address, (held.get(address) ?? 0) + amount);
      sum += amount;
      return true;
    },
    give(address, amount = 1) {
      const left = (held.get(address) ?? 0) - amount;
      if (left > 0) held.set(address, left);
      else held.delete(address);
      sum -= amount;
    },
    hasRoom: (address) => fits(address, 1),
  };
}
