// What one of a pair meets in the lab that they share counts for both.
import type { Member, Roster } from "../roster.ts";
import type { Pair, PairList } from "./pair-list.ts";

export interface CreditContext {
  roster: Pick<Roster, "find" | "addMet">;
  list: Pick<PairList, "all">;
  /** Called with what now counts for a learner as well. */
  credited: (learner: string, experiment: string) => void;
}

/** Compares this learner with everybody they are or were in a pair with. Can be called as often as one likes. */
export function creditPairs(learner: string, { roster, list, credited }: CreditContext): void {
  for (const pair of list.all(learner)) {
    const [host, guest] = [roster.find(pair.host), roster.find(pair.guest)];
    if (!host || !guest) continue;
    credit(host, guest);
    credit(guest, host);

    function credit(from: Member, to: Member): void {
      for (const [experiment, at] of metDuring(pair, from))
        if (roster.addMet(to.id, experiment, at)) credited(to.id, experiment);
    }
  }
}

/** What this learner met while the pair lasted, with the time. */
function metDuring({ from, to }: Pair, { attempts }: Member): (readonly [string, number])[] {
  return [...attempts].flatMap(([experiment, { passed, at }]) =>
    passed && at >= from && (to === null || at <= to) ? [[experiment, at] as const] : [],
  );
}
