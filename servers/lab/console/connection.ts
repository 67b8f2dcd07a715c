// The console's connection to Redis, over RESP2: one command at a time, and what its subscriptions bring in between.
//
//   command, PING <mark> ──▶ Redis ──▶ answers, <mark>      what comes before the mark belongs to the command
import { randomBytes } from "node:crypto";
import { encodeCommand } from "../../redis/resp/encode.ts";
import { createRespReader } from "../../redis/resp/reader.ts";
import type { RespValue } from "../../redis/resp/value.ts";
import { connectTo } from "../../redis/target.ts";

export interface Connection {
  /**
   * Sends a command, with no other one under way. Resolves once everything that it answers was given to `answered`;
   * rejects when the connection is over before that, with what there is to say about it.
   */
  ask: (args: Buffer[], answered: (value: RespValue) => void) => Promise<void>;
  /** Channels and patterns that it is subscribed to. */
  subscriptions: () => number;
  isOpen: () => boolean;
  close: () => void;
}

/** A larger answer ends the connection. */
export const maxAnswerBytes = 1024 ** 2;
const answerWithinMs = 5000;

interface Asked {
  answered: (value: RespValue) => void;
  done: PromiseWithResolvers<void>;
  /** How many answers came: an error after the first one is that of the PING behind the command. */
  count: number;
}

/** Connects and signs in as the URL says. `told` gets what others publish. */
export function connectConsole(url: string, told: (value: RespValue) => void): Connection {
  const target = new URL(url);
  const socket = connectTo(target);
  const reader = createRespReader({ maxFrameBytes: maxAnswerBytes });
  const mark = randomBytes(12).toString("base64url");
  const subscribed = new Set<string>();
  let signingIn = signIn(target);
  let asked: Asked | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over = "";

  for (const command of signingIn) socket.write(encodeCommand(command));

  function end(why: string): void {
    if (over) return;
    over = why;
    clearTimeout(timer);
    socket.destroy();
    asked?.done.reject(new Error(why));
  }

  function receive(value: RespValue): void {
    if (signingIn.length > 0) {
      if (value.type === "error") end(value.bytes.toString("utf8"));
      signingIn = signingIn.slice(1);
      return;
    }
    if (isMessage(value) && subscribed.size > 0) told(value);
    else if (asked) answer(asked, value);
  }

  function answer(asked: Asked, value: RespValue): void {
    if (isMark(value, mark) || (value.type === "error" && asked.count > 0)) {
      clearTimeout(timer);
      asked.done.resolve();
      return;
    }
    asked.count += 1;
    note(value, subscribed);
    asked.answered(value);
  }

  socket.on("data", (chunk: Buffer) => {
    const { frames, error } = reader.push(chunk);
    for (const { value } of frames) receive(value);
    if (error)
      end(`What Redis sent is larger than ${maxAnswerBytes / 1024 ** 2} MB, so the connection was ended`);
  });
  socket.on("error", (error) => end(`Redis does not answer: ${error.message}`));
  socket.on("close", () => end("Redis closed the connection"));

  return {
    ask(args, answered) {
      if (over) return Promise.reject(new Error(over));
      asked = { answered, done: Promise.withResolvers(), count: 0 };
      timer = setTimeout(
        () => end(`Redis has not answered within ${answerWithinMs / 1000} s, so the connection was ended`),
        answerWithinMs,
      );
      socket.write(Buffer.concat([encodeCommand(args), encodeCommand(["PING", mark])]));
      return asked.done.promise;
    },
    subscriptions: () => subscribed.size,
    isOpen: () => over === "",
    close: () => end("closed"),
  };
}

function signIn({ username, password, pathname }: URL): string[][] {
  const user = username ? [decodeURIComponent(username)] : [];
  return [
    ...(password ? [["AUTH", ...user, decodeURIComponent(password)]] : []),
    ...(pathname.length > 1 ? [["SELECT", pathname.slice(1)]] : []),
  ];
}

/** A connection that is subscribed answers PING in the shape of a message. */
function isMark(value: RespValue, mark: string): boolean {
  const [kind, text] = wordsOf(value);
  return value.type === "bulk" ? value.bytes.toString() === mark : kind === "pong" && text === mark;
}

function isMessage(value: RespValue): boolean {
  return /^[ps]?message$/.test(wordsOf(value)[0] ?? "");
}

/** Keeps count of what Redis says is subscribed and no longer is. */
function note(value: RespValue, subscribed: Set<string>): void {
  const [kind = "", name = ""] = wordsOf(value);
  const [, type = "", un] = /^([ps]?)(un)?subscribe$/.exec(kind) ?? [];
  if (!kind.endsWith("subscribe")) return;
  if (un) subscribed.delete(`${type} ${name}`);
  else subscribed.add(`${type} ${name}`);
}

function wordsOf(value: RespValue): string[] {
  if (value.type !== "array") return [];
  return value.items.slice(0, 2).map((item) => (item.type === "bulk" ? item.bytes.toString("latin1") : ""));
}
