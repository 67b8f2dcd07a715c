// Tracks which address opened which lab, so that one address cannot use all labs.
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import { createShares } from "./shares.ts";

export interface LabHolders {
  /** Opens a lab for an address. Rejects with a LabError if the address has its full share. */
  open: (address: string) => Promise<Lab>;
  /** Call it when a lab has ended. */
  gone: (lab: string) => void;
  /** Returns the open labs, oldest first. */
  held: () => HeldLab[];
}

export interface HeldLab {
  id: string;
  address: string;
  /** As from `Date.now()`. */
  openedAt: number;
}

export interface LabHoldersContext {
  labs: Pick<Labs, "open">;
  /** How many labs one address can have at a time. This machine itself has no such limit. */
  perAddress: number;
  /** Called when a lab was opened. */
  opened: () => void;
}

export function createLabHolders({ labs, perAddress, opened }: LabHoldersContext): LabHolders {
  const shares = createShares({ each: perAddress, all: Number.POSITIVE_INFINITY });
  const held = new Map<string, HeldLab>();
  return {
    async open(address) {
      if (!shares.take(address)) {
        throw new LabError(
          "capacity",
          `Your address already has ${perAddress} labs, the most that one address can have. Close one, or ask the host to start Crosstalk with a larger --per-address.`,
        );
      }
      try {
        const lab = await labs.open();
        held.set(lab.id, { id: lab.id, address, openedAt: Date.now() });
        opened();
        return lab;
      } catch (error) {
        shares.give(address);
        throw error;
      }
    },
    gone(lab) {
      const holder = held.get(lab);
      if (holder && held.delete(lab)) shares.give(holder.address);
    },
    held: () => [...held.values()],
  };
}
