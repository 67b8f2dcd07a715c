// Near misses of the checks on clients that were away: one thing is lacking, or in the wrong place or at the wrong time.
import { expect, test } from "vitest";

import { labWords } from "../../../words.ts";
import { connected, crossing, delivered, heard, local, received, running, sent } from "../trace.ts";
import { both, client, down, gone } from "./events.ts";
import { type Miss, verdictOf } from "./verdict.ts";

const words = labWords.en.checks;
const fresh = (name: string, server: "a" | "b", more: object = {}) =>
  client(name, server, { socket: "new", ...more });
const only = (...names: string[]) => words.heardBy(names);

const away = [...both, down("b"), gone("β", "b")];

const misses: Miss[] = [
  [
    "missed-while-down",
    "they were back, and went again",
    [...away, ...local(), fresh("β", "b"), gone("β", "b", "new")],
    words.notBack,
  ],
  ["missed-while-down", "somebody else came", [...away, ...local(), fresh("γ", "b")], words.notBack],
  [
    "missed-while-down",
    "they have it",
    [...away, ...local(), connected("β", "b"), heard("β", "b")],
    only("α", "β"),
  ],
  [
    "missed-while-down",
    "who was there is deaf",
    [...away, sent("α", "a"), received("α", "a"), connected("β", "b")],
    only(),
  ],
  [
    "missed-while-down",
    "nobody that is asked about was there",
    [...away, ...local(), connected("β", "b")],
    only(),
    ["β"],
  ],
  ["buffered-until-back", "nothing was down", [...both, ...crossing()], words.notBuffered],
  [
    "buffered-until-back",
    "the other was down",
    [...both, down("b"), running("b"), client("β", "b"), ...crossing()],
    words.notBuffered,
  ],
  [
    "buffered-until-back",
    "it was down and the sender did not come again",
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
    "one is deaf",
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
    "they have it not",
    [...both, gone("β", "b"), ...local(), client("β", "b", { recovered: true })],
    only("α"),
  ],
];

test.each(misses)("%s is not met when %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
