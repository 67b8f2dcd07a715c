// Two learners at one lab: begins, ends, and tells both. The guest gets a token of the pair, never the lab's own.
import type { PairEnd, PairState } from "../../../protocol-pairs.ts";
import { sameSecret } from "../../../secrets.ts";
import type { Roster } from "../roster.ts";
import { creditPairs } from "./credit.ts";
import type { Pair, PairList } from "./pair-list.ts";
import { createRequests, type Requests, type RequestsContext } from "./requests.ts";

export interface Pairing extends Pick<Requests, "code" | "sitAt"> {
  /** The owner says yes or no. Throws a LabError if nobody with this id asks. */
  admit: (host: string, what: { guest: string; does: boolean }) => void;
  /** Ends the pair, takes back the wish for one, or takes back the code. */
  end: (learner: string) => void;
  /** Call it before a learner is taken off the roster. */
  removed: (learner: string) => void;
  stateOf: (learner: string) => PairState;
  /** Sends this learner and the other of the pair what is so now. */
  tell: (learner: string) => void;
  /** Returns this learner and the other of the pair, if there is one; the owner of their lab is the first. */
  circle: (learner: string) => string[];
  /** Whether `token` is the guest's in the pair that shares this lab: it lets them change it, while the pair lasts. */
  isGuest: (lab: string, token: string) => boolean;
  /** Counts what each met in a lab that they shared for the other as well. */
  credit: (learner: string) => void;
  close: () => void;
}

export interface PairingContext extends Omit<RequestsContext, "tell"> {
  roster: Pick<Roster, "find" | "ownerOf" | "addMet">;
  list: PairList;
  send: (learner: string, state: PairState) => void;
  sendMet: (learner: string, experiment: string) => void;
  /** Called when something about this learner changed. */
  changed: (learner: string) => void;
}

export function createPairing(context: PairingContext): Pairing {
  const { roster, list, send, sendEnd, sendMet, changed } = context;
  const nameOf = (learner: string) => roster.find(learner)?.name ?? null;
  const requests = createRequests({ ...context, tell });

  function tell(...learners: (string | null)[]): void {
    for (const learner of learners) {
      if (learner === null) continue;
      send(learner, stateOf(learner));
      changed(learner);
    }
  }

  function stateOf(learner: string): PairState {
    const pair = list.of(learner);
    if (!pair) return requests.stateOf(learner);
    if (pair.host === learner) return { is: "host", guest: nameOf(pair.guest) };
    const id = roster.find(pair.host)?.lab ?? null;
    const lab = id === null ? null : { id, token: list.tokenOf(pair) };
    return { is: "guest", host: nameOf(pair.host), lab };
  }

  /** @param why Null if the learner wanted it. */
  function leaveAll(learner: string, why: PairEnd["why"] | null): void {
    const pair = list.of(learner);
    if (pair) {
      list.end(pair);
      const wanted = pair.host === learner ? "ended" : "left";
      sendEnd(otherOf(pair, learner), { why: why ?? wanted, name: nameOf(learner) });
      tell(pair.host, pair.guest);
    }
    requests.withdraw(learner);
    requests.close(learner, why ?? "declined");
  }

  return {
    code: requests.code,
    sitAt: requests.sitAt,
    admit(host, { guest, does }) {
      requests.accept(host, guest);
      if (does) list.start(host, guest);
      else sendEnd(guest, { why: "declined", name: nameOf(host) });
      tell(guest, host);
    },
    end: (learner) => leaveAll(learner, null),
    removed: (learner) => leaveAll(learner, "removed"),
    stateOf,
    tell(learner) {
      const pair = list.of(learner);
      tell(learner, pair ? otherOf(pair, learner) : requests.askerOf(learner));
    },
    circle(learner) {
      const pair = list.of(learner);
      return pair ? [pair.host, pair.guest] : [learner];
    },
    isGuest(lab, token) {
      const owner = roster.ownerOf(lab);
      const pair = owner && list.of(owner.id);
      return pair !== undefined && pair.host === owner?.id && sameSecret(token, list.tokenOf(pair));
    },
    credit(learner) {
      creditPairs(learner, {
        roster,
        list,
        credited(id, experiment) {
          sendMet(id, experiment);
          changed(id);
        },
      });
    },
    close: requests.stop,
  };
}

const otherOf = ({ host, guest }: Pair, learner: string): string => (learner === host ? guest : host);
