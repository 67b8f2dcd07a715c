// Near misses of the checks on requests to a server: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { labWords } from "../../../words.ts";
import { heard, received, sent } from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { answer, asks, both, client, lists, none, threeOnA, timedOut } from "./event-builders.ts";

const words = labWords.en.checks;
const three = ["α", "β", "γ"];
const only = (...names: string[]) => words.heardBy(names);

const misses: Miss[] = [
  ["only-sender-answered", "nobody answered", [...none, ...asks], words.notAnswered],
  [
    "only-sender-answered",
    "the question isn't about the sender",
    [...none, ...asks, answer()],
    only(),
    ["β"],
  ],
  ["answer-names-everyone", "one is left out", [...both, ...asks, lists("α")], words.leftOut],
  ["answer-names-everyone", "there is no answer", [...both, ...asks], words.notAnswered],
  [
    "answer-names-everyone",
    "all are on one server",
    [...threeOnA, ...asks, lists("α", "β", "γ")],
    words.oneServer,
    three,
  ],
  ["answer-timed-out", "there is no answer", [...both, ...asks], words.notAnswered],
  ["answer-timed-out", "it came at once", [...both, ...asks, timedOut], words.answeredInTime],
  [
    "answer-timed-out",
    "it came a moment too early",
    [...both, ...asks, { ...timedOut, at: 4_007 }],
    words.answeredInTime,
  ],
  [
    "answer-timed-out",
    "it isn't an error",
    [...both, ...asks, { ...answer(), at: 6_000 }],
    words.answeredInTime,
  ],
  ["answer-left-out-server", "there is no answer", [...both, ...asks], words.notAnswered],
  ["answer-left-out-server", "it is an error", [...both, ...asks, timedOut], words.answeredError],
  ["answer-left-out-server", "it lacks one of its own", [...both, ...asks, lists()], words.answeredError],
  [
    "answer-left-out-server",
    "it names one of the others",
    [...both, client("γ", "b"), ...asks, lists("α", "β")],
    words.namesOthers,
    three,
  ],
  [
    "answer-left-out-server",
    "there are no others",
    [...threeOnA, ...asks, lists("α", "β", "γ")],
    words.namesOthers,
    three,
  ],
  [
    "question-unanswered",
    "nothing was asked",
    [...both, sent("α", "a"), { ...received("α", "a"), event: "who" } as Observation],
    words.notAsked,
  ],
  ["question-unanswered", "it was answered", [...both, ...asks, answer()], words.wasAnswered],
  ["question-unanswered", "somebody heard", [...both, ...asks, heard("β", "b")], only("β")],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
