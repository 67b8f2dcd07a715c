// English: the questions of the quiz, their answers, and what is said about each once it was chosen.
import type { QuestionWords } from "../../question-words.ts";

export const questionWords: QuestionWords = {
  silence: {
    question:
      "Two servers, no adapter. α is on A, β is on B. α sends a message, and A calls `io.emit`. What does A report about β?",
    answers: {
      "errors-tell": {
        text: "An error, because β couldn’t be reached",
        why: "Nothing was on its way to β, so nothing could fail.",
      },
      "broadcasts-wait": {
        text: "A timeout, a little later",
        why: "A broadcast doesn’t wait for anybody, so it has nothing to time out on.",
      },
      right: { text: "Nothing", why: "A emitted to every client it has. It has never heard of β." },
    },
  },
  asked: {
    question:
      "No adapter. On A, you call `io.to(room).timeout(800).emitWithAck(…)`, and everybody in the room is on B. What do you get?",
    answers: {
      "timeouts-tell": {
        text: "An error after 800 ms",
        why: "A timeout needs somebody to wait for. A knows of nobody in that room.",
      },
      right: { text: "An empty list, at once", why: "A expects no answers, so it already has them all." },
      "acknowledgements-cross": {
        text: "The answers of B’s clients",
        why: "Without an adapter, B was never asked.",
      },
    },
  },
  rooms: {
    question: "Your servers have the Redis adapter. What does Redis keep about their rooms?",
    answers: {
      right: {
        text: "Nothing at all",
        why: "Each server keeps its own rooms in its memory. Redis only passes on which room a message is for.",
      },
      "rooms-in-redis": {
        text: "A set for each room",
        why: "That would be a key, and this adapter writes none. Rooms are in each server’s memory.",
      },
      "redis-knows-clients": {
        text: "How many clients each room has",
        why: "Redis knows neither clients nor rooms. To find out who’s in a room, a server asks all the others.",
      },
    },
  },
  "one-side": {
    question: "Only A has the Redis adapter. α is on A, β is on B. Which client hears which?",
    answers: {
      "receiver-alone": {
        text: "α hears β, but β doesn’t hear α",
        why: "A is subscribed, but B publishes nothing.",
      },
      "sender-alone": {
        text: "β hears α, but α doesn’t hear β",
        why: "A publishes, but B isn’t subscribed.",
      },
      right: {
        text: "Neither hears the other",
        why: "It takes one that publishes and one that subscribes. An adapter on one side connects nothing.",
      },
    },
  },
  late: {
    question:
      "Somebody publishes a message on a channel. One second later, B subscribes to that channel. When does B get the message?",
    answers: {
      "redis-stores-messages": {
        text: "As soon as it has subscribed",
        why: "Pub/Sub keeps nothing for those who subscribe later.",
      },
      right: {
        text: "Never",
        why: "Redis passed it to everyone who was subscribed at that moment, and kept no copy.",
      },
      "channels-are-keys": {
        text: "When it reads the channel with `GET`",
        why: "A channel isn’t a key. It holds nothing that could be read.",
      },
    },
  },
  receivers: {
    question: "On a single Redis, A’s PUBLISH returns 2. What do you know?",
    answers: {
      right: {
        text: "There were two subscriptions to that channel",
        why: "That’s all Redis counts. Whether anybody at the other end got the message, it doesn’t know.",
      },
      "receivers-got-it": {
        text: "Two servers got the message",
        why: "Redis has written it to their connections. One of them may be dead without anybody having noticed.",
      },
      "redis-knows-clients": {
        text: "Two clients heard it",
        why: "Redis knows no clients of Socket.IO, only its own subscribers.",
      },
    },
  },
  balancer: {
    question:
      "Two servers behind a balancer that takes turns. Clients that use long-polling get 400 `Session ID unknown`. What helps?",
    answers: {
      "adapter-replaces-sticky": {
        text: "The Redis adapter",
        why: "The request is refused before an adapter could see it, and sessions stay in one server’s memory.",
      },
      "retries-get-in": {
        text: "Letting clients try again",
        why: "Each time, the session is opened on one server and the next request goes to the other.",
      },
      right: {
        text: "A sticky balancer, or WebSocket only",
        why: "Either every request reaches the server that knows the session, or there’s only one request.",
      },
    },
  },
  queued: {
    question:
      "Redis adapter, settings as in this lab. B has no connection to Redis for a moment, and β, on B, sends a message. Who hears it?",
    answers: {
      right: {
        text: "B’s clients at once, A’s clients when B is connected again",
        why: "B serves its own clients without waiting, and its Redis client keeps the PUBLISH until it can send it.",
      },
      "own-clients-by-redis": {
        text: "Nobody, until B is connected again",
        why: "The Redis adapter doesn’t wait for Redis: B’s own clients hear it at once. Only the sharded and the streams adapter wait.",
      },
      "outage-loses-all": {
        text: "Only B’s clients; for A’s it’s lost",
        why: "It’s the other direction that loses messages: what A publishes now never reaches B’s clients. B’s own PUBLISH is kept until B is connected again.",
      },
    },
  },
  outage: {
    question:
      "Redis adapter, node-redis 6 with its default settings. Redis is gone for 12 seconds, and somebody sends a message. What happens to the server?",
    answers: {
      "servers-go-on-alone": {
        text: "It goes on, with its own clients",
        why: "For five seconds. Then the process ends.",
      },
      right: {
        text: "The process ends",
        why: "node-redis gives up on the command after 5 s and rejects its promise. The adapter ignores that promise, so nobody catches it.",
      },
      "redis-clients-wait": {
        text: "It sends the message when Redis is back",
        why: "Only if you tell the Redis client to wait. By default it gives up after 5 s, and the process ends.",
      },
    },
  },
  missed: {
    question:
      "Your servers have the Redis adapter, and you’ve switched on `connectionStateRecovery`. A client loses its connection for two seconds. What about the events it missed?",
    answers: {
      "any-adapter-recovers": {
        text: "It gets them when it’s back: that’s what recovery is for",
        why: "The Redis adapter recovers nothing, and nothing tells you. The streams adapter does it.",
      },
      "redis-stores-messages": {
        text: "It gets them when it’s back: Redis still has them",
        why: "Pub/Sub stores nothing, so there’s nothing left to send.",
      },
      right: {
        text: "They’re lost, and there’s no error",
        why: "With this adapter the option recovers nothing. `socket.recovered` is false, that’s all.",
      },
    },
  },
  sharing: {
    question: "Two apps with the Redis adapter share one Redis. What keeps their broadcasts apart?",
    answers: {
      "databases-separate": {
        text: "Another database number for each app",
        why: "Channels belong to the whole Redis, whatever the database.",
      },
      right: {
        text: "Another `key` for each app’s adapter",
        why: "The key begins the name of every channel.",
      },
      "apps-are-apart": {
        text: "Nothing has to: an app only hears its own servers",
        why: "With the default key, both subscribe to the same channels, and each app’s clients hear the other’s broadcasts.",
      },
    },
  },
  more: {
    question:
      "Your servers have the Redis adapter, and you add more servers. The app sends as many broadcasts as before. How many of them does each server receive?",
    answers: {
      right: {
        text: "As many as before",
        why: "Every server receives every broadcast, with two servers or with twenty.",
      },
      "servers-share-broadcasts": {
        text: "Fewer: the servers share them",
        why: "Servers share the clients, not the broadcasts.",
      },
      "only-servers-with-the-room": {
        text: "Only those for rooms that have a client on it",
        why: "That’s how the sharded adapter works. This one sends everything to every server.",
      },
    },
  },
};
