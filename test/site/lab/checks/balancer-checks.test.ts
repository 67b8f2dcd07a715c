// Near misses of the checks on the balancer: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";

import { labWords } from "../../../words.ts";
import { crossing, local } from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { both, client, everyone, none, polling, routed, sticky } from "./event-builders.ts";

const words = labWords.en.checks;
const three = ["α", "β", "γ"];
const only = (...names: string[]) => words.heardBy(names);

const misses: Miss[] = [
  [
    "polling-kept-out",
    "the balancer is sticky",
    [...both, sticky, routed("b", "s", 400), ...crossing()],
    words.notRefusedByBalancer,
    three,
  ],
  [
    "polling-kept-out",
    "the refused client had no session",
    [...both, routed("b", null, 400), ...crossing()],
    words.notRefusedByBalancer,
    three,
  ],
  [
    "polling-kept-out",
    "that is long ago",
    [...both, routed("b", "s", 400), ...crossing().map((one) => ({ ...one, at: 6_000 }))],
    words.notRefusedByBalancer,
    three,
  ],
  ["polling-kept-out", "everybody is in", [...both, routed("b", "s", 400), ...crossing()], words.everybodyIn],
  [
    "polling-kept-out",
    "a connected client heard nothing",
    [...none, routed("b", "s", 400), ...local()],
    only("α"),
    three,
  ],
  ["polling-kept-out", "nobody is in", [...none, routed("b", "s", 400), ...local()], only(), ["γ"]],
  [
    "polling-let-in",
    "the balancer is not sticky",
    [...both, polling, routed("b", "s", 200), ...everyone],
    words.notSticky,
    three,
  ],
  [
    "polling-let-in",
    "nobody polls",
    [...both, sticky, client("γ", "b"), routed("b", "s", 200), ...everyone],
    words.nobodyPolls,
    three,
  ],
  [
    "polling-let-in",
    "nobody came through it",
    [...both, sticky, polling, routed("b", null, 200), ...everyone],
    words.nobodyPolls,
    three,
  ],
  [
    "polling-let-in",
    "the client that connected was refused",
    [...both, sticky, polling, routed("b", "s", 400), ...everyone],
    words.nobodyPolls,
    three,
  ],
  [
    "polling-let-in",
    "one heard nothing",
    [...both, sticky, polling, routed("b", "s", 200), ...crossing()],
    only("α", "β"),
    three,
  ],
  [
    "websocket-let-in",
    "the balancer is sticky",
    [...both, sticky, routed("b", "s", 400), routed("b", null, null), client("γ", "b"), ...everyone],
    words.isSticky,
    three,
  ],
  [
    "websocket-let-in",
    "nobody was refused",
    [...both, routed("b", null, null), client("γ", "b"), ...everyone],
    words.notByWebSocket,
    three,
  ],
  [
    "websocket-let-in",
    "it was in before the refusal",
    [...both, routed("b", null, null), routed("b", "s", 400), client("γ", "b"), ...everyone],
    words.notByWebSocket,
    three,
  ],
  [
    "websocket-let-in",
    "it came after the message",
    [...both, routed("b", "s", 400), client("γ", "b"), ...everyone, { ...routed("b", null, null), at: 90 }],
    words.notByWebSocket,
    three,
  ],
  [
    "websocket-let-in",
    "it was an upgrade of a session",
    [...both, routed("b", "s", 400), routed("b", "s", null), client("γ", "b"), ...everyone],
    words.notByWebSocket,
    three,
  ],
  [
    "websocket-let-in",
    "it was a plain handshake",
    [...both, routed("b", "s", 400), routed("b", null, 200), client("γ", "b"), ...everyone],
    words.notByWebSocket,
    three,
  ],
  [
    "websocket-let-in",
    "one heard nothing",
    [...both, routed("b", "s", 400), routed("b", null, null), client("γ", "b"), ...crossing()],
    only("α", "β"),
    three,
  ],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
