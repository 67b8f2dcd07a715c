// Who sits, or sat, at whose lab. Kept in a file, so that a gateway that starts again knows it.
import { z } from "zod";
import { newToken } from "../../../lab/lab-id.ts";

export interface Pair {
  /** Whose lab it is, by the id on the roster. */
  host: string;
  guest: string;
  /** In ms on the gateway's clock. */
  from: number;
  /** Null while it lasts. */
  to: number | null;
}

export interface PairList {
  /** The pair that this learner is part of now. */
  of: (learner: string) => Pair | undefined;
  /** All pairs that this learner is or was part of. */
  all: (learner: string) => Pair[];
  start: (host: string, guest: string) => void;
  end: (pair: Pair) => void;
  /** What lets the guest change the host's lab. Another one after a restart. */
  tokenOf: (pair: Pair) => string;
}

export interface PairStore {
  /** Returns null if nothing was kept. */
  load: () => Pair[] | null;
  save: (pairs: Pair[]) => void;
}

/** When there are more, the oldest of those that ended are forgotten. */
const maxPairs = 1000;
const id = z.string().max(64);
export const keptPairs = z
  .array(z.object({ host: id, guest: id, from: z.number(), to: z.number().nullable() }))
  .max(maxPairs);

export function createPairList(store: PairStore): PairList {
  let pairs = store.load() ?? [];
  const tokens = new WeakMap<Pair, string>();
  const isOf = ({ host, guest }: Pair, learner: string) => host === learner || guest === learner;

  return {
    of: (learner) => pairs.find((pair) => pair.to === null && isOf(pair, learner)),
    all: (learner) => pairs.filter((pair) => isOf(pair, learner)),
    start(host, guest) {
      if (pairs.length >= maxPairs) {
        const oldest = pairs.findIndex(({ to }) => to !== null);
        pairs = pairs.toSpliced(Math.max(oldest, 0), 1);
      }
      pairs.push({ host, guest, from: Date.now(), to: null });
      store.save(pairs);
    },
    end(pair) {
      pair.to = Date.now();
      store.save(pairs);
    },
    tokenOf(pair) {
      const token = tokens.get(pair) ?? newToken();
      tokens.set(pair, token);
      return token;
    },
  };
}
