// English: what people who chose a wrong answer of the quiz believe.
import type { Misconception } from "../../../../servers/quiz/questions.ts";

export const misconceptions: Record<Misconception, string> = {
  "errors-tell": "If a broadcast doesn’t reach somebody, there’s an error.",
  "broadcasts-wait": "A broadcast waits until everybody has received it.",
  "timeouts-tell": "A timeout tells you that nobody received it.",
  "acknowledgements-cross": "Acknowledgements come from all servers, even without an adapter.",
  "rooms-in-redis": "Rooms are shared state, kept in Redis.",
  "redis-knows-clients": "Redis knows the clients.",
  "receiver-alone": "One adapter is enough, on the receiver’s server.",
  "sender-alone": "One adapter is enough, on the sender’s server.",
  "redis-stores-messages": "Redis stores the messages.",
  "channels-are-keys": "A channel can be read later, like a key.",
  "receivers-got-it": "A receiver of a PUBLISH is a server that got it.",
  "adapter-replaces-sticky": "The adapter replaces sticky sessions.",
  "retries-get-in": "A client that is refused gets in if it keeps trying.",
  "own-clients-by-redis": "A server’s own clients hear a broadcast through Redis.",
  "outage-loses-all": "Whatever is sent while Redis is away is lost.",
  "servers-go-on-alone": "Without Redis, each server just goes on alone.",
  "redis-clients-wait": "A Redis client waits until Redis is back.",
  "any-adapter-recovers": "Connection state recovery works with any adapter.",
  "databases-separate": "A database number of its own keeps an app apart.",
  "apps-are-apart": "Two apps on one Redis don’t hear each other.",
  "servers-share-broadcasts": "More servers means fewer broadcasts for each.",
  "only-servers-with-the-room": "A broadcast to a room only goes to servers that have it.",
};
