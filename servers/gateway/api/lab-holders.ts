// Which address opened which lab, so that none can have them all.
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import { createShares } from "../admission/shares.ts";

export interface LabHolders {
  /** Opens a lab for an address; a LabError when it has as many as it may. */
  open: (address: string) => Promise<Lab>;
  /** A lab is over. */
  gone: (lab: string) => void;
  /** The labs that were opened so and are not over, the oldest first. */
  held: () => HeldLab[];
}

export interface HeldLab {
  id: string;
  address: string;
  /** By `Date.now()`. */
  openedAt: number;
}

export interface LabHoldersContext {
  labs: Pick<Labs, "open">;
  /** Labs that one address may have at a time; this machine's own may have all. */
  perAddress: number;
  /** There is one more. */
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
          `Your address has ${perAddress} labs, which is as many as one may have. Close one, or ask the host to start Crosstalk with a larger --per-address.`,
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
