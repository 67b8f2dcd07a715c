// Near misses of the checks on clients that were disconnected: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";

import { labWords } from "../../../words.ts";
import { connected, crossing, delivered, heard, local, received, running, sent } from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { both, client, down, gone } from "./event-builders.ts";

const words = labWords.en.checks;
const fresh = (name: string, server: "a" | "b", more: object = {}) =>
  client(name, server, { socket: "new", ...more });
const only = (...names: string[]) => words.heardBy(names);

const away = [...both, down("b"), gone("β", "b")];

const misses: Miss[] = [
  [
    "missed-while-down",
    "they came back, and left again",
    [...away, ...local(), fresh("β", "b"), gone("β", "b", "new")],
    words.notBack,
  ],
  ["missed-while-down", "somebody else came", [...away, ...local(), fresh("γ", "b")], words.notBack],
  [
    "missed-while-down",
    "they received it",
    [...away, ...local(), connected("β", "b"), heard("β", "b")],
    only("α", "β"),
  ],
  [
    "missed-while-down",
    "a client that was there heard nothing",
    [...away, sent("α", "a"), received("α", "a"), connected("β", "b")],
    only(),
  ],
  [
    "missed-while-down",
    "none of the clients in question was there",
    [...away, ...local(), connected("β", "b")],
    only(),
    ["β"],
  ],
  ["buffered-until-back", "nothing was down", [...both, ...crossing()], words.notBuffered],
  [
    "buffered-until-back",
    "the other server was down",
    [...both, down("b"), running("b"), client("β", "b"), ...crossing()],
    words.notBuffered,
  ],
  [
    "buffered-until-back",
    "it was down and the sender didn't come back",
    [...both, down("a"), running("a"), sent("α", "a"), received("α", "a"), delivered("b", ["α", "β"])],
    words.notBuffered,
  ],
  [
    "buffered-until-back",
    "it was sent long after",
    [
      ...both,
      down("a", "crashed"),
      running("a"),
      client("α", "a"),
      ...crossing().map((one) => ({ ...one, at: 3_000 })),
    ],
    words.notBuffered,
  ],
  [
    "buffered-until-back",
    "one heard nothing",
    [...both, down("a", "crashed"), running("a"), client("α", "a"), ...local()],
    only("α"),
  ],
  [
    "buffered-until-back",
    "it went down after",
    [...both, ...crossing(), down("a"), running("a"), client("α", "a")],
    words.notBuffered,
  ],
  ["recovered", "nobody was away", [...both, ...crossing()], words.nobodyAway],
  [
    "recovered",
    "somebody else was recovered",
    [
      ...both,
      gone("β", "b"),
      ...local(),
      client("γ", "b", { recovered: true }),
      client("β", "b"),
      heard("β", "b"),
    ],
    words.notRecovered,
  ],
  [
    "recovered",
    "they were recovered before",
    [
      ...both,
      client("β", "b", { recovered: true }),
      gone("β", "b"),
      ...local(),
      client("β", "b"),
      heard("β", "b"),
    ],
    words.notRecovered,
  ],
  [
    "recovered",
    "they didn't receive it",
    [...both, gone("β", "b"), ...local(), client("β", "b", { recovered: true })],
    only("α"),
  ],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
