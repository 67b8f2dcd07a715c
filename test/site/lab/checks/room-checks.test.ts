// Near misses of the checks on messages to a room: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { labWords } from "../../../words.ts";
import { accepted, arrived, delivered, heard, local, published } from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { both, client, forwarded, gone, none, tea, threeOnA, toTea } from "./event-builders.ts";

const words = labWords.en.checks;
const fresh = (name: string, server: "a" | "b", more: object = {}) =>
  client(name, server, { socket: "new", ...more });
const three = ["α", "β", "γ"];
const only = (...names: string[]) => words.heardBy(names);

const misses: Miss[] = [
  ["room-heard", "it isn't to a room", [...none, ...local()], words.notToRoom],
  [
    "room-heard",
    "the sender is outside",
    [...threeOnA, tea("β", "a"), ...toTea("α", ["β"])],
    words.senderOutside,
    three,
  ],
  [
    "room-heard",
    "a member heard nothing",
    [...threeOnA, tea("α", "a"), tea("β", "a"), ...toTea("α", ["α"])],
    only("α"),
    three,
  ],
  [
    "room-heard",
    "somebody else heard",
    [...threeOnA, tea("α", "a"), ...toTea("α", ["α", "β"])],
    only("α", "β"),
    three,
  ],
  ["room-heard", "the room is empty", [...threeOnA, ...toTea("α", [])], only(), three],
  [
    "room-heard",
    "everybody is in it",
    [...none, tea("α", "a"), tea("β", "b"), ...toTea("α", ["α"]), delivered("b", ["β"])],
    only("α", "β"),
  ],
  [
    "room-heard-from-outside",
    "the sender is inside",
    [...threeOnA, tea("α", "a"), ...toTea("α", ["α"])],
    words.senderInside,
    three,
  ],
  ["room-heard-from-outside", "it isn't to a room", [...none, ...local()], words.notToRoom],
  [
    "room-heard-across",
    "all members are here",
    [...both, tea("α", "a"), ...toTea("α", ["α"])],
    words.roomOnOneServer,
  ],
  [
    "arrived-unneeded",
    "the other server got nothing",
    [...both, tea("α", "a"), ...toTea("α", ["α"])],
    words.notArrived,
  ],
  [
    "arrived-unneeded",
    "only the sender's server got it back",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), arrived("a", true)],
    words.notArrived,
  ],
  [
    "arrived-unneeded",
    "somebody there got it",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), arrived("b", false), delivered("b", [])],
    words.notArrived,
  ],
  [
    "arrived-unneeded",
    "it has members there too",
    [
      ...both,
      client("γ", "b"),
      tea("α", "a"),
      tea("γ", "b"),
      ...toTea("α", ["α"]),
      arrived("b", false),
      heard("γ", "b"),
    ],
    words.roomElsewhere,
    three,
  ],
  [
    "never-told",
    "two received it",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a"), accepted("a", 2)],
    words.receivers(2),
  ],
  [
    "never-told",
    "the other got it anyway",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a"), accepted("a", 1), forwarded("b")],
    words.receivers(1),
  ],
  [
    "never-told",
    "Redis has not counted",
    [...both, tea("α", "a"), ...toTea("α", ["α"]), published("a")],
    words.receivers(0),
  ],
  [
    "never-told",
    "it has members there too",
    [
      ...both,
      client("γ", "b"),
      tea("α", "a"),
      tea("γ", "b"),
      ...toTea("α", ["α"]),
      accepted("a", 1),
      heard("γ", "b"),
    ],
    words.roomElsewhere,
    three,
  ],
  [
    "room-forgotten-after-reconnect",
    "the client that reconnected is in the room again",
    [
      ...threeOnA,
      tea("α", "a"),
      tea("β", "a"),
      gone("β", "a"),
      fresh("β", "a"),
      { ...tea("β", "a"), socket: "new" } as Observation,
      ...toTea("α", ["α"]),
      { ...heard("β", "a"), socket: "new" } as Observation,
    ],
    words.notForgotten,
    three,
  ],
  [
    "room-forgotten-after-reconnect",
    "the client that reconnected was in another room",
    [
      ...threeOnA,
      tea("α", "a"),
      { ...tea("β", "a"), room: "coffee" } as Observation,
      gone("β", "a"),
      fresh("β", "a"),
      ...toTea("α", ["α"]),
    ],
    words.notForgotten,
    three,
  ],
  [
    "room-forgotten-after-reconnect",
    "another client left",
    [...threeOnA, client("δ", "a"), tea("α", "a"), tea("δ", "a"), gone("δ", "a"), ...toTea("α", ["α"])],
    words.notForgotten,
    three,
  ],
  [
    "room-forgotten-after-reconnect",
    "the other client was in the room",
    [...threeOnA, tea("α", "a"), gone("β", "a"), fresh("β", "a"), ...toTea("α", ["α"])],
    words.notForgotten,
    three,
  ],
  [
    "room-forgotten-after-reconnect",
    "it left after the message",
    [
      ...threeOnA,
      tea("α", "a"),
      client("β", "a", { socket: "old" }),
      { ...tea("β", "a"), socket: "old" } as Observation,
      ...toTea("α", ["α"]),
      { ...gone("β", "a", "old"), at: 90 },
    ],
    words.notForgotten,
    three,
  ],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
