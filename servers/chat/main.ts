// Runs one chat server by itself: PORT=3001 NAME=a LINK=adapter REDIS_URL=redis://localhost:6379 node servers/chat/main.ts
import { createServer } from "node:http";
import { linkNames } from "../protocol.ts";
import { closeAtSigterm } from "./graceful.ts";
import { surviveRedisOutages } from "./redis-clients.ts";
import { createChatServer } from "./server.ts";

const { PORT = "3001", NAME = "a", LINK = "none", PREFIX = "" } = process.env;
const { REDIS_URL = "redis://localhost:6379" } = process.env;

const link = linkNames.find((name) => name === LINK);
if (!link) throw new Error(`LINK must be one of ${linkNames.join(", ")}; it was ${LINK}.`);

surviveRedisOutages();
const http = createServer();
const chat = createChatServer(http, { name: NAME, redis: { url: REDIS_URL, prefix: PREFIX } });
closeAtSigterm(chat.close);
await chat.setLink(link, AbortSignal.timeout(5000));
http.listen(Number(PORT), "127.0.0.1", () =>
  console.log(`server ${NAME} listens on http://127.0.0.1:${PORT}`),
);
