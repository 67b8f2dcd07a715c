// Every Socket.IO event of a lab's servers, of watchers and of the workshop, with any arguments.
import fc from "fast-check";
import { io, type Socket } from "socket.io-client";
import { openPlayground, type Playground } from "../gateway/fed-playground.ts";
import { instructorKey } from "../placeholders.ts";
import { misleading, type Target } from "../target.ts";

interface Endpoint {
  name: string;
  share: number;
  events: string[];
  /** Arguments close to the expected ones. */
  near: fc.Arbitrary<unknown>;
  path: (playground: Playground) => string;
  auth: (playground: Playground) => object;
}

const room = fc.constantFrom("tea", "", "x".repeat(101), "__proto__", "*");
const report = fc.record(
  {
    type: fc.constantFrom("sent", "heard", "x"),
    socket: misleading,
    event: misleading,
    text: misleading,
    at: fc.double(),
  },
  { requiredKeys: [] },
);
const slug = fc.constantFrom("07-the-adapter", "a-alone", "UPPER", "");
const place = fc.record({ lesson: fc.oneof(slug, misleading), experiment: fc.oneof(slug, misleading) });
const done = fc.record(
  {
    predicted: misleading,
    votes: misleading,
    happened: misleading,
    passed: fc.boolean(),
    agoMs: fc.double(),
  },
  { requiredKeys: [] },
);
const progress = fc.record({
  at: place,
  done: fc.dictionary(fc.constantFrom("a#b", "a", "__proto__"), done),
});
const answers = fc.dictionary(
  fc.constantFrom("late", "rooms", "x", "__proto__"),
  fc.record({ answer: fc.constantFrom("right", "channels-are-keys", "x"), agoMs: fc.double() }),
);
const quiz = fc.record({ before: answers, after: answers });
const workshopEvents = [
  "progress",
  "lab",
  "help",
  "follow",
  ...["pairCode", "sitAt", "admit", "endPair"],
  "note",
  "lead",
  "reveal",
  "voteAgain",
  "markRight",
  "timer",
  "plan",
  "close",
  ...["quizAnswers", "openQuiz", "revealQuiz"],
  "reset",
  "remove",
  "share",
  "unshare",
];

const endpoints: Endpoint[] = [
  {
    name: "events of a lab's server",
    share: 0.2,
    events: [
      ...["message", "room:join", "room:leave", "room:message", "room:except", "room:gather", "room:ask"],
      ...["who", "ask:servers"],
    ],
    near: fc.oneof(
      room,
      fc.record({ room, data: misleading }),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    ),
    path: ({ lab }) => lab.servers.a.path,
    auth: () => ({ name: "\u202e<b>" }),
  },
  {
    name: "events of watchers",
    share: 0.2,
    events: ["clock", "redis", "report"],
    near: fc.oneof(
      fc.array(report, { maxLength: 3 }),
      fc.constantFrom("PING", "SET a 1", "SUBSCRIBE x", '"', "HELP"),
    ),
    path: () => "/watch/socket.io/",
    auth: ({ lab }) => ({ lab: lab.id, token: lab.token, after: 0 }),
  },
  {
    name: "events of a learner in the workshop",
    share: 0.1,
    events: workshopEvents,
    near: fc.oneof(place, progress, quiz, fc.boolean(), fc.constantFrom("2222", { guest: "", does: true })),
    path: () => "/workshop/socket.io/",
    auth: () => ({ role: "learner", key: "key-of-a-fuzz-learner", name: "learner" }),
  },
  {
    name: "events of an instructor",
    share: 0.1,
    events: workshopEvents,
    near: fc.oneof(place, fc.constantFrom("a#b", "note", "before", true, null)),
    path: () => "/workshop/socket.io/",
    auth: () => ({ role: "instructor", key: instructorKey }),
  },
];

/** Packets no library would write; the first character is Engine.IO's type, the second Socket.IO's. */
const packet = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("40", "41", "42", "43", "44", "45", "46", "421", "42/x,", "451-", "4", "6", "9", ""),
      fc.oneof(
        misleading.map((value) => JSON.stringify(value)),
        fc.string({ maxLength: 20 }),
      ),
    )
    .map((parts) => parts.join("")),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
);

function ofEndpoint({ name, share, events, near, path, auth }: Endpoint): Target {
  const call = fc.record({
    event: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...events) },
      { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "gone", "trace", "") },
    ),
    args: fc.array(fc.oneof(near, misleading), { maxLength: 3 }),
    asks: fc.boolean(),
  });
  const step = fc.oneof(
    { weight: 4, arbitrary: call.map((one) => ({ call: one })) },
    { weight: 1, arbitrary: packet.map((raw) => ({ raw })) },
  );

  async function feed(inputs: number, seed: number): Promise<void> {
    const playground = await openPlayground();
    let socket: Socket | undefined;
    const connected = async (): Promise<Socket> => {
      if (socket?.connected) return socket;
      socket?.disconnect();
      const next = io(playground.url, {
        path: path(playground),
        auth: auth(playground),
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
      });
      socket = next;
      await new Promise<void>((resolve, reject) => {
        next.once("connect", resolve);
        next.once("connect_error", reject);
      });
      return next;
    };
    let count = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
          const client = await connected();
          for (const one of steps) {
            if ("raw" in one) client.io.engine.write(one.raw as string);
            else if (one.call.asks)
              client.emit(one.call.event, ...one.call.args, (answer: unknown) => refuseMistakes(answer));
            else client.emit(one.call.event, ...one.call.args);
          }
          count += 1;
          if (count % 20 === 0) await playground.isWell();
        }),
        { numRuns: inputs, seed },
      );
      await playground.isWell();
      if (mistake) throw new Error(mistake);
    } finally {
      socket?.disconnect();
      await playground.close();
    }
  }

  let mistake = "";
  function refuseMistakes(answer: unknown): void {
    const text = JSON.stringify(answer) ?? "";
    if (text.includes("Crosstalk made a mistake")) mistake = text;
  }
  return { name, share, feed };
}

export const ofEvents: Target[] = endpoints.map(ofEndpoint);
