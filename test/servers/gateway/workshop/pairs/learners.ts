// Learners in a room, each with a lab, who can be paired; without sockets.
import { expect, onTestFinished } from "vitest";
import { createErrorBoundary } from "../../../../../servers/error-boundary.ts";
import { createGuesses } from "../../../../../servers/gateway/admission/guesses.ts";
import { createPairList, type PairStore } from "../../../../../servers/gateway/workshop/pairs/pair-list.ts";
import { createPairing } from "../../../../../servers/gateway/workshop/pairs/pairing.ts";
import { createRoster } from "../../../../../servers/gateway/workshop/roster.ts";
import type { PairEnd, PairState } from "../../../../../servers/protocol-pairs.ts";

const noStore: PairStore = { load: () => null, save() {} };

/** Learners by name, each with a lab of their own. */
export function openRoom(names: readonly string[], store: PairStore = noStore) {
  const roster = createRoster();
  const ids = new Map<string, string>();
  const joins = (name: string) => {
    const { id } = roster.join(`key-of-the-browser-${name}`, name, Date.now());
    roster.set(id, { lab: `lab of ${name}` });
    ids.set(name, id);
  };
  for (const name of names) joins(name);
  const states = new Map<string, PairState>();
  const ends: [string, PairEnd][] = [];
  const met: [string, string][] = [];
  const nameOf = (id: string) => [...ids].find(([, one]) => one === id)?.[0] ?? id;
  const pairing = createPairing({
    boundary: createErrorBoundary(),
    roster,
    list: createPairList(store),
    guesses: createGuesses(),
    send: (id, state) => void states.set(nameOf(id), state),
    sendEnd: (id, end) => void ends.push([nameOf(id), end]),
    sendMet: (id, experiment) => void met.push([nameOf(id), experiment]),
    changed() {},
  });
  onTestFinished(pairing.close);
  const id = (name: string) => ids.get(name) ?? "";
  const codeOf = (name: string) => {
    pairing.code(id(name));
    const state = pairing.stateOf(id(name));
    return state.is === "alone" ? (state.code?.text ?? "") : "";
  };
  const asks = (guest: string, code: string, address = "10.0.0.1") =>
    pairing.sitAt(id(guest), code, address).refused;
  const pairs = (guest: string, host: string) => {
    expect(asks(guest, codeOf(host))).toBeNull();
    pairing.admit(id(host), { guest: id(guest), does: true });
  };
  const stateOf = (name: string) => pairing.stateOf(id(name));
  return { roster, pairing, id, joins, codeOf, asks, pairs, stateOf, states, ends, met };
}

export type LearnersRoom = ReturnType<typeof openRoom>;
