// Near misses of the checks on plain broadcasts: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { labWords } from "../../../words.ts";
import { crossing, delivered, heard, link, local, received, sent, world } from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { both, client, gone, none, threeOnA, unheard } from "./event-builders.ts";

const words = labWords.en.checks;
const fresh = (name: string, server: "a" | "b", more: object = {}) =>
  client(name, server, { socket: "new", ...more });
const three = ["α", "β", "γ"];
const only = (...names: string[]) => words.heardBy(names);

const misses: Miss[] = [
  ["everyone-heard", "one of them heard nothing", [...none, ...local()], only("α")],
  ["nobody-heard", "one has heard", [...none, ...local()], only("α")],
  [
    "only-own-server-heard",
    "there is nobody on another server",
    [...threeOnA, ...local(), heard("β", "a"), heard("γ", "a")],
    only("α", "β", "γ"),
    three,
  ],
  [
    "everyone-heard-over-polling",
    "it was a WebSocket",
    [...both, ...crossing()],
    words.transport("websocket"),
  ],
  [
    "everyone-heard-over-polling",
    "its transport is unknown",
    [...world("none", "none").slice(0, 4), client("β", "b"), ...crossing()],
    words.transport("?"),
    ["β"],
  ],
  ["everyone-heard-over-polling", "one heard nothing", [...none, ...local()], only("α")],
  [
    "still-silent-after-reconnect",
    "it was not connected before",
    [...none, ...local()],
    words.notReconnected,
  ],
  [
    "still-silent-after-reconnect",
    "it hears",
    [...both, gone("β", "b", "old"), ...crossing()],
    only("α", "β"),
  ],
  [
    "still-silent-after-reconnect",
    "another client reconnected",
    [...none, gone("γ", "b", "old"), ...local()],
    words.notReconnected,
  ],
  [
    "still-silent-after-reconnect",
    "the client that reconnected is on the sender's server",
    [...none, gone("α", "a", "old"), ...local()],
    words.notReconnected,
  ],
  [
    "still-silent-after-reconnect",
    "it left after the message",
    [...none, ...local(), gone("β", "b", "old")],
    words.notReconnected,
  ],
  ["heard-after-moving", "nobody moved", [...none, ...local()], words.notMoved],
  [
    "heard-after-moving",
    "the client that moved was on the sender's server all the time",
    [...none, gone("α", "a", "old"), ...local()],
    words.notMoved,
  ],
  [
    "heard-after-moving",
    "the client that moved hears nothing there",
    [...none, client("γ", "b"), gone("γ", "b"), fresh("γ", "a"), ...local()],
    words.notMoved,
    three,
  ],
  [
    "heard-after-moving",
    "the sender came after the move",
    [
      ...none.slice(0, 4),
      client("β", "b"),
      gone("β", "b"),
      fresh("β", "a"),
      client("γ", "b"),
      client("α", "a"),
      sent("α", "a"),
      received("α", "a"),
      { ...delivered("a", ["α"]), sockets: ["α-id", "new"] } as Observation,
    ],
    words.notMoved,
    three,
  ],
  [
    "deaf-after-moving",
    "the sender's other connection is not what counts",
    [
      ...none.slice(0, 4),
      client("α", "a", { socket: "old" }),
      client("β", "a"),
      gone("α", "a", "old"),
      gone("β", "a"),
      client("α", "a"),
      fresh("β", "b"),
      ...local(),
    ],
    words.notMoved,
  ],
  [
    "deaf-after-moving",
    "the client that moved still hears",
    [
      ...both.slice(0, 4),
      client("α", "a"),
      client("β", "a"),
      gone("β", "a"),
      client("β", "b"),
      ...crossing(),
    ],
    words.notMoved,
  ],
  [
    "deaf-after-moving",
    "the client that was there before moved between other servers",
    [...none, gone("β", "b"), fresh("β", "b"), ...local()],
    words.notMoved,
  ],
  ["published-unheard", "the other heard", [...both, ...crossing()], only("α", "β")],
  ["published-unheard", "it was not published", [...none, ...local()], words.notPublished],
  ["never-published", "it was published", [...world("adapter", "none"), ...unheard], words.wasPublished],
  ["never-published", "everybody heard", [...both, ...local(), delivered("b", ["β"])], only("α", "β")],
  ["missed-before-subscribing", "it had subscribed before", [...both, ...unheard], words.notYetSubscribed],
  [
    "missed-before-subscribing",
    "it is the sender's server",
    [...none, ...local(), link("a", "adapter")],
    words.notYetSubscribed,
  ],
  [
    "missed-before-subscribing",
    "it unsubscribed instead",
    [...world("none", "adapter"), ...local(), link("b", "none")],
    words.notYetSubscribed,
  ],
  [
    "missed-before-subscribing",
    "the other heard",
    [...world("adapter", "adapter"), ...crossing(), link("b", "sharded")],
    only("α", "β"),
  ],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
