// Near misses of the checks on broken and slow cables: one thing is missing, or at the wrong place or time.
import { expect, test } from "vitest";

import { labWords } from "../../../words.ts";
import {
  accepted,
  crossing,
  delivered,
  heard,
  local,
  published,
  received,
  sent,
  world,
} from "../build-trace.ts";
import { type Miss, verdictOf } from "./check-verdict.ts";
import { both, cable, down, dropped, gone, none, printed, unheard } from "./event-builders.ts";

const words = labWords.en.checks;
const only = (...names: string[]) => words.heardBy(names);

const away = [...both, down("b"), gone("β", "b")];

const noticed = printed("a", "Redis connection: Socket timeout");
const givenUp = printed("a", "Lost with the Redis connection: The client is offline");

const publishing = [sent("α", "a"), received("α", "a"), published("a")];

const misses: Miss[] = [
  ["published-to-one-closed", "the cable is up", [...both, ...unheard], words.cableIs("up")],
  [
    "published-to-one-closed",
    "it is the sender's own",
    [...both, cable("a", "close"), ...unheard],
    words.cableIs("up"),
  ],
  [
    "published-to-one-closed",
    "two got it",
    [...both, cable("b", "close"), ...local(), published("a"), accepted("a", 2)],
    words.receivers(2),
  ],
  [
    "published-to-one-closed",
    "Redis has not counted",
    [...both, cable("b", "close"), ...local(), published("a")],
    words.receivers(0),
  ],
  [
    "published-to-one-closed",
    "everybody heard",
    [...both, cable("b", "close"), ...local(), published("a"), accepted("a", 1), heard("β", "b")],
    only("α", "β"),
  ],
  ["handed-over-unheard", "one got it", [...both, ...unheard, dropped("b", "server")], words.receivers(1)],
  [
    "handed-over-unheard",
    "Redis has not counted",
    [...both, ...local(), dropped("b", "server")],
    words.receivers(0),
  ],
  ["handed-over-unheard", "nothing was lost", [...both, ...local(), accepted("a", 2)], words.notLostThere],
  [
    "handed-over-unheard",
    "the sender's own cable lost it",
    [...both, ...local(), accepted("a", 2), dropped("a", "server")],
    words.notLostThere,
  ],
  [
    "handed-over-unheard",
    "it was lost on its way to Redis",
    [...both, ...local(), accepted("a", 2), dropped("b", "redis")],
    words.notLostThere,
  ],
  [
    "handed-over-unheard",
    "everybody heard",
    [...both, ...local(), accepted("a", 2), dropped("b", "server"), heard("β", "b")],
    only("α", "β"),
  ],
  ["noticed-silence", "it was never silent", [...both, noticed, ...crossing()], words.notUpAgain],
  [
    "noticed-silence",
    "it's still silent",
    [...both, cable("a", "blackhole"), noticed, ...local()],
    words.notUpAgain,
  ],
  [
    "noticed-silence",
    "the other server noticed",
    [...both, cable("a", "stall"), printed("b", "Redis connection: lost"), cable("a", "up"), ...crossing()],
    words.notNoticed,
  ],
  [
    "noticed-silence",
    "it cannot publish any more",
    [...both, cable("a", "stall"), noticed, cable("a", "up"), ...local()],
    only("α"),
  ],
  ["given-up-while-closed", "the cable is up", [...both, ...local(), givenUp], words.cableIs("up")],
  [
    "given-up-while-closed",
    "it's still closed",
    [...both, cable("a", "close"), ...local(), givenUp],
    words.notUpAgain,
  ],
  [
    "given-up-while-closed",
    "an earlier one was given up",
    [...both, cable("a", "close"), givenUp, ...local(), cable("a", "up")],
    words.notGivenUp,
  ],
  [
    "given-up-while-closed",
    "it was kept as well",
    [...both, cable("a", "close"), ...local(), givenUp, cable("a", "up"), heard("β", "b")],
    only("α", "β"),
  ],
  [
    "late-after-cable-up",
    "it's still down",
    [...both, cable("a", "close"), ...local(), delivered("b", ["β"])],
    words.notUpAgain,
  ],
  [
    "late-after-cable-up",
    "the other one is up",
    [...both, ...local(), cable("b", "up"), delivered("b", ["β"])],
    words.notUpAgain,
  ],
  [
    "late-after-cable-up",
    "it was up before",
    [...both, cable("a", "up"), ...local(), delivered("b", ["β"])],
    words.notUpAgain,
  ],
  [
    "late-after-cable-up",
    "it was closed again",
    [...both, ...local(), cable("a", "close"), delivered("b", ["β"])],
    words.notUpAgain,
  ],
  [
    "late-after-cable-up",
    "the other heard before",
    [...both, ...local(), delivered("b", ["β"]), cable("a", "up")],
    words.notLate,
  ],
  [
    "late-after-cable-up",
    "its own heard after",
    [
      ...both,
      sent("α", "a"),
      received("α", "a"),
      cable("a", "up"),
      delivered("a", ["α"]),
      delivered("b", ["β"]),
    ],
    words.notLate,
  ],
  [
    "late-after-cable-up",
    "what was written early was heard late",
    [
      ...both,
      sent("α", "a"),
      received("α", "a"),
      delivered("a", ["α"]),
      cable("a", "up"),
      heard("α", "a"),
      delivered("b", ["β"]),
    ],
    words.notLate,
  ],
  ["late-after-cable-up", "the other hears nothing", [...both, ...local(), cable("a", "up")], only("α")],
  ["lost-on-own-cable", "nothing was lost", [...both, ...local(), cable("a", "up")], words.notLost],
  [
    "lost-on-own-cable",
    "the other cable lost it",
    [...both, ...local(), dropped("b", "redis"), cable("a", "up")],
    words.notLost,
  ],
  [
    "lost-on-own-cable",
    "it was lost on its way back",
    [...both, ...local(), dropped("a", "server"), cable("a", "up")],
    words.notLost,
  ],
  ["lost-on-own-cable", "it's still down", [...both, ...local(), dropped("a", "redis")], words.notUpAgain],
  [
    "lost-on-own-cable",
    "everybody heard",
    [...both, ...crossing(), dropped("a", "redis"), cable("a", "up")],
    only("α", "β"),
  ],
  ["delayed-across", "there is no delay", [...both, ...crossing()], words.noDelay],
  [
    "delayed-across",
    "the other heard at once",
    [...both, cable("a", "up", 50), ...crossing()],
    words.notDelayed,
  ],
  [
    "delayed-across",
    "its own heard late too",
    [
      ...both,
      cable("b", "up", 50),
      sent("α", "a"),
      received("α", "a"),
      { ...delivered("a", ["α"]), at: 58 },
      { ...delivered("b", ["β"]), at: 90 },
    ],
    words.notDelayed,
  ],
  ["delayed-across", "the other hears nothing", [...both, cable("b", "up", 50), ...local()], only("α")],
  [
    "own-server-waits",
    "the cable is up",
    [...world("sharded", "sharded"), ...publishing],
    words.cableIs("up"),
  ],
  [
    "own-server-waits",
    "it is the other's",
    [...world("sharded", "sharded"), cable("b", "close"), ...publishing],
    words.cableIs("up"),
  ],
  [
    "own-server-waits",
    "somebody heard it",
    [...world("sharded", "sharded"), cable("a", "close"), ...publishing, delivered("a", [])],
    only(),
  ],
  [
    "own-server-waits",
    "somebody heard",
    [...world("sharded", "sharded"), cable("a", "close"), ...publishing, heard("β", "b")],
    only("β"),
  ],
  ["missed-while-down", "nobody was away", [...none, ...local()], words.nobodyAway],
  ["missed-while-down", "they are not back", [...away, ...local()], words.notBack],
];

test.each(misses)("%s is not met if %s", (check, _, trace, saw, clients) => {
  expect(verdictOf(check, trace, clients)).toMatchObject({ passed: false, saw });
});
