// Finds a Redis: the one at REDIS_URL, else a redis-server that we start, else the embedded broker.

import { randomBytes } from "node:crypto";
import type { RedisState } from "../protocol.ts";
import { createBroker } from "./broker/broker.ts";
import { type Watch, watchRedis } from "./health.ts";
import { findRedisServer, startLocalRedis } from "./local.ts";
import { openLine, type RedisFacts } from "./redis-probe.ts";

/** The Redis that all labs share. `up` always returns the current state. */
export interface Redis extends Pick<Watch, "up" | "onChange">, RedisFacts {
  readonly url: string;
  readonly kind: RedisState["kind"];
  /** Ends what was started; only disconnects from an external Redis. Can be called twice. */
  close(): Promise<void>;
}

export interface LocateOptions {
  /** From REDIS_URL or --redis-url: `redis://` or `rediss://`. */
  url?: string | undefined;
  /** Only this kind; the best available if left out. */
  kind?: RedisState["kind"] | undefined;
  /** Where to look for redis-server; this process's PATH. */
  searchPath?: string;
  /** How long a Redis at `url` may take for its first reply; 3000. */
  answerMs?: number;
  /** Called if a redis-server was found but did not start. */
  warn?: (message: string) => void;
}

/** There is no usable Redis. The message says what was expected, what came and what to do, without passwords. */
export class RedisNotFound extends Error {
  override name = "RedisNotFound";
}

/** Finds a Redis and watches it. Rejects with `RedisNotFound`, but never without `url` and `kind`. */
export async function locateRedis(options: LocateOptions = {}): Promise<Redis> {
  const { url, searchPath = process.env.PATH ?? "", answerMs = 3000, warn = console.warn } = options;
  const kind = options.kind ?? (url ? "external" : undefined);
  if (kind === "external") return useExternal(url ?? "", answerMs);
  if (kind === "embedded") return useEmbedded();

  const program = await findRedisServer(searchPath);
  if (program) {
    try {
      return await useLocal(program);
    } catch (error) {
      if (kind === "local") throw new RedisNotFound(textOf(error), { cause: error });
      warn(`${textOf(error)}. Crosstalk goes on with its embedded broker, which has Pub/Sub only.`);
    }
  } else if (kind === "local") {
    throw new RedisNotFound(
      "expected redis-server or valkey-server on the PATH; found neither; install one, or set REDIS_URL",
    );
  }
  return useEmbedded();
}

async function useExternal(url: string, answerMs: number): Promise<Redis> {
  const shown = withoutPassword(url);
  if (!/^rediss?:\/\/[^/]/.test(shown)) {
    throw new RedisNotFound(
      `expected REDIS_URL to be redis://[user:password@]host[:port] or rediss://…; got ${shown}; correct it, or unset it to let Crosstalk use a Redis of its own`,
    );
  }
  try {
    return await watched("external", url, answerMs, async () => {});
  } catch (error) {
    throw new RedisNotFound(
      `expected a Redis at ${shown} to answer PING within ${answerMs} ms; got ${textOf(error)}; start it, correct REDIS_URL, or unset REDIS_URL to let Crosstalk use a Redis of its own`,
    );
  }
}

async function useLocal(program: string): Promise<Redis> {
  const local = await startLocalRedis(program);
  return watched("local", local.url, 3000, local.close);
}

async function useEmbedded(): Promise<Redis> {
  const broker = await createBroker({ password: randomBytes(24).toString("base64url") });
  return watched("embedded", broker.url, 3000, broker.close);
}

async function watched(
  kind: RedisState["kind"],
  url: string,
  answerMs: number,
  end: () => Promise<void>,
): Promise<Redis> {
  const facts = await openLine(url, answerMs)
    .then(async (line) => {
      const found = await line.facts();
      line.close();
      return found;
    })
    .catch(async (error) => {
      await end();
      throw error;
    });
  const watch = watchRedis(url);
  return {
    kind,
    url,
    ...facts,
    get up() {
      return watch.up;
    },
    onChange: watch.onChange,
    async close() {
      watch.close();
      await end();
    },
  };
}

/** Returns the URL without a password. An invalid URL is not shown at all, because a password can be anywhere in it. */
function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return text === "" ? "nothing" : "something that is not a URL";
  const { protocol, username, password, host } = new URL(text);
  return `${protocol}//${username || password ? "***@" : ""}${host}`;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // If a name has several addresses, Node wraps their errors into one without a message.
  if (error instanceof AggregateError) return error.errors.map(textOf).join(", ");
  return error.message || error.name;
}
