// Near misses of the checks on messages through Redis: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { labWords } from "../../../words.ts";
import {
  accepted,
  arrived,
  crossing,
  delivered,
  heard,
  link,
  local,
  published,
  received,
  running,
  sent,
  world,
} from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import {
  both,
  broadcast,
  byHand,
  client,
  down,
  dropped,
  forwarded,
  none,
  threeOnA,
} from "./event-builders.ts";

const words = labWords.en.checks;
const refusal = { ...accepted("a", 0), receivers: null, error: "ERR no", code: "ERR" } as Observation;
const three = ["α", "β", "γ"];
const only = (...names: string[]) => words.heardBy(names);

const single = world("bridge-single", "bridge-single");

const publishing = [sent("α", "a"), received("α", "a"), published("a")];

const misses: Miss[] = [
  ["heard-by-subscribers", "a client sent it", [...world("bridge", "none"), ...local()], words.notByHand],
  [
    "heard-by-subscribers",
    "everyone is subscribed",
    [...world("bridge", "bridge"), ...byHand("a", "b")],
    only("α", "β"),
  ],
  ["heard-by-subscribers", "nobody heard", [...world("bridge", "none"), forwarded("a")], only()],
  [
    "published-before-subscribing",
    "a client sent it",
    [...none, ...local(), link("b", "bridge")],
    words.notByHand,
  ],
  [
    "published-before-subscribing",
    "nobody has subscribed since",
    [...world("bridge", "none"), ...byHand("a")],
    words.notYetSubscribed,
  ],
  [
    "published-before-subscribing",
    "it had another link before",
    [...world("bridge", "bridge"), ...byHand("a"), link("b", "adapter")],
    words.notYetSubscribed,
  ],
  [
    "published-before-subscribing",
    "it was off again",
    [...world("bridge", "none"), ...byHand("a"), link("b", "none")],
    words.notYetSubscribed,
  ],
  [
    "published-before-subscribing",
    "it heard anyway",
    [...world("bridge", "none"), ...byHand("a", "b"), link("b", "bridge")],
    only("α", "β"),
  ],
  ["everyone-heard-from-outside", "a client sent it", [...both, ...crossing()], words.notByHand],
  [
    "everyone-heard-from-outside",
    "it is text for a bridge",
    [...world("bridge", "bridge"), ...byHand("a", "b")],
    words.notByHand,
  ],
  [
    "everyone-heard-from-outside",
    "one heard nothing",
    [
      ...both,
      ...byHand("a").map((one) =>
        one.type === "arrived" ? ({ ...one, payload: broadcast } as Observation) : one,
      ),
    ],
    only("α"),
  ],
  ["console-subscribed-too", "the console is not", [...both, ...crossing()], words.receivers(2)],
  [
    "console-subscribed-too",
    "one heard nothing",
    [...world("bridge", "none"), ...local(), published("a"), accepted("a", 2)],
    only("α"),
  ],
  [
    "console-subscribed-too",
    "Redis has not counted",
    [...both, ...crossing().filter(({ type }) => type !== "accepted")],
    words.receivers(0),
  ],
  [
    "died-publishing",
    "Redis accepted it",
    [...single, ...publishing, accepted("a", 1), down("a", "crashed")],
    words.notRefused,
  ],
  [
    "died-publishing",
    "nothing was published",
    [...single, ...publishing.slice(0, 2), refusal, down("a", "crashed")],
    words.notRefused,
  ],
  [
    "died-publishing",
    "it keeps running",
    [...single, ...publishing, refusal],
    words.serverIs("a", "running"),
  ],
  [
    "died-publishing",
    "it was stopped",
    [...single, ...publishing, refusal, down("a", "stopped")],
    words.serverIs("a", "stopped"),
  ],
  [
    "died-publishing",
    "the other crashed",
    [...single, ...publishing, refusal, down("b", "crashed")],
    words.serverIs("a", "running"),
  ],
  [
    "died-publishing",
    "it crashed before",
    [...single, down("a", "crashed"), running("a"), client("α", "a"), ...publishing, refusal],
    words.serverIs("a", "running"),
  ],
  [
    "died-publishing",
    "somebody heard",
    [...single, ...publishing, heard("β", "b"), refusal, down("a", "crashed")],
    only("β"),
  ],
  [
    "everyone-heard-through-redis",
    "one heard nothing",
    [...world("bridge", "bridge"), ...publishing, arrived("a", true), delivered("a", ["α"])],
    only("α"),
  ],
  [
    "everyone-heard-through-redis",
    "there is one server",
    [...threeOnA, ...publishing, arrived("a", true), delivered("a", three)],
    words.oneServer,
    three,
  ],
  [
    "everyone-heard-through-redis",
    "it delivered to its own clients at once",
    [...both, ...crossing()],
    words.notThroughRedis,
  ],
  [
    "everyone-heard-through-redis",
    "it never came back",
    [...both, ...publishing, delivered("a", ["α"]), arrived("b", false), delivered("b", ["β"])],
    words.notThroughRedis,
  ],
  [
    "everyone-heard-through-redis",
    "it was not published",
    [...both, ...publishing.slice(0, 2), arrived("a", true), delivered("a", ["α"]), delivered("b", ["β"])],
    words.notThroughRedis,
  ],
  [
    "lost-before-own-clients",
    "nothing was lost",
    [...world("bridge", "bridge"), ...publishing],
    words.notLost,
  ],
  [
    "lost-before-own-clients",
    "the other cable lost it",
    [...world("bridge", "bridge"), ...publishing, dropped("b", "redis")],
    words.notLost,
  ],
  [
    "lost-before-own-clients",
    "it was lost on its way back",
    [...world("bridge", "bridge"), ...publishing, dropped("a", "server")],
    words.notLost,
  ],
  [
    "lost-before-own-clients",
    "its own heard",
    [...both, ...local(), published("a"), dropped("a", "redis")],
    only("α"),
  ],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});

test("published by hand to nobody isn't met by a message, a subscriber, or a delivery to one", () => {
  const wanted = words.toNobody;
  const met = verdictOf("published-to-nobody", none);
  expect(met).toEqual({ passed: true, saw: words.nothingArrived, wanted });
  const subscribed = { passed: false, saw: words.someSubscribed, wanted };
  for (const trace of [[...none, ...local()], world("none", "bridge"), world("bridge", "none")])
    expect(verdictOf("published-to-nobody", trace)).toEqual(subscribed);
  const request = { ...forwarded("a"), channel: "socket.io-request#/#" } as Observation;
  expect(verdictOf("published-to-nobody", [...none, request])).toEqual(subscribed);
});
