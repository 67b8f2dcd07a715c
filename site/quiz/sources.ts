// Where the quiz's facts come from: for each wrong answer the step of a lesson that shows what really happens, and for each question
// the tests that prove what is said.
import type { AnswerTo, QuestionId, QuizAnswer } from "../../servers/quiz/questions.ts";

/** `lesson#id`, where the id is an experiment's or a place's in the lesson's text. */
type Step = `${string}#${string}`;

const shownIn: { readonly [Id in QuestionId]: Readonly<Record<Exclude<AnswerTo<Id>, "right">, Step>> } = {
  silence: { "errors-tell": "03-two-servers#broadcast", "broadcasts-wait": "03-two-servers#broadcast" },
  asked: {
    "timeouts-tell": "03-two-servers#ask-room",
    "acknowledgements-cross": "03-two-servers#ask-room",
  },
  rooms: {
    "rooms-in-redis": "11-when-a-server-dies#rooms",
    "redis-knows-clients": "08-rooms-and-questions#who",
  },
  "one-side": {
    "receiver-alone": "07-the-adapter#a-alone-other-way",
    "sender-alone": "07-the-adapter#a-alone",
  },
  late: {
    "redis-stores-messages": "05-redis-in-five-minutes#late",
    "channels-are-keys": "05-redis-in-five-minutes#late",
  },
  receivers: {
    "receivers-got-it": "13-find-the-fault#two-receivers",
    "redis-knows-clients": "05-redis-in-five-minutes#three-subscribed",
  },
  balancer: {
    "adapter-replaces-sticky": "09-sticky-sessions#round-robin",
    "retries-get-in": "09-sticky-sessions#round-robin",
  },
  queued: {
    "own-clients-by-redis": "10-when-redis-goes-away#queued",
    "outage-loses-all": "10-when-redis-goes-away#queued",
  },
  outage: {
    "servers-go-on-alone": "10-when-redis-goes-away#survives",
    "redis-clients-wait": "10-when-redis-goes-away#survives",
  },
  missed: {
    "any-adapter-recovers": "11-when-a-server-dies#who-recovers",
    "redis-stores-messages": "07-the-adapter#late",
  },
  sharing: { "databases-separate": "07-the-adapter#key", "apps-are-apart": "07-the-adapter#key" },
  more: {
    "servers-share-broadcasts": "12-what-it-costs#every-server",
    "only-servers-with-the-room": "08-rooms-and-questions#unneeded",
  },
};

/** The step that shows what is wrong about an answer; undefined for the right one. */
export function stepFor(question: QuestionId, answer: QuizAnswer): Step | undefined {
  const steps: Partial<Record<QuizAnswer, Step>> = shownIn[question];
  return steps[answer];
}

/** As in lessons: see site/lesson/claims.ts. `npm run check` looks each of them up. */
export const proofs: Readonly<Record<QuestionId, readonly string[]>> = {
  silence: [
    "test/facts/state.test.ts › io.emit and io.to(id of another server's socket).emit return true, and no client there hears",
    "test/facts/wire/wire.test.ts › a server publishes first, tells its own clients at once, and waits for nothing",
  ],
  asked: [
    "test/facts/state.test.ts › emitWithAck to another server's socket resolves with no answers, without waiting for its timeout",
  ],
  rooms: [
    "test/facts/state.test.ts › the classic adapter keeps no key in Redis",
    "test/facts/state.test.ts › join() tells Redis nothing with the classic adapter",
    "test/facts/wire/wire.test.ts › the channel is the namespace's; for exactly one room, the room's",
    "test/facts/state.test.ts › fetchSockets, socketsJoin, socketsLeave and disconnectSockets reach both servers",
  ],
  "one-side": ["test/servers/chat/links/pairs.test.ts › $from gives way to $to"],
  late: [
    "test/facts/wire/channels.test.ts › a channel is no key: what was published can't be read, and a later subscriber gets nothing",
  ],
  receivers: [
    "test/facts/cluster.test.ts › are subscriptions: one connection that subscribed by name and by pattern counts twice",
    "test/lessons/symptoms.test.ts › $fault: α's PUBLISH has $alpha receivers",
  ],
  balancer: [
    "test/facts/sessions.test.ts › behind round robin, default transports never connect, and the error contains Engine.IO's response",
    "test/facts/sessions.test.ts › behind round robin, transports %j connect the first time",
    "test/facts/balancers.test.ts › round robin: WebSocket first gets in, long-polling only never does, one client after another",
    "test/facts/balancers.test.ts › a cookie: eight clients that return it get in, four on each server",
  ],
  queued: [
    "test/servers/chat/links/cables.test.ts › const rows: Row[]",
    "test/facts/redis-client/adapters-without-redis.test.ts › by default 5 s without a connection, and behind a black hole until it breaks",
  ],
  outage: [
    "test/facts/redis-client/outage.test.ts › by default it ends 5 s later, of a TimeoutError that nobody caught",
    "test/facts/redis-client/outage.test.ts › with commandOptions.timeout 0 it lives, and the broadcast comes late",
  ],
  missed: [
    "test/facts/missed-events.test.ts › %s ignores the option without a word, and clients hear %j",
    "test/facts/missed-events.test.ts › streams: a client that comes back to its server gets what it missed, and its rooms",
  ],
  sharing: [
    "test/facts/sharing.test.ts › two applications with the same key hear each other, whatever the number of their database",
    "test/facts/sharing.test.ts › another key keeps them apart",
  ],
  more: [
    "test/facts/wire/wire.test.ts › every server gets every broadcast, including its own and those for rooms it has nobody in",
    "test/facts/sharing.test.ts › tells a server nothing of rooms that it has nobody in",
  ],
};
