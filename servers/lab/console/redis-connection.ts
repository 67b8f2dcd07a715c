// The console's connection to Redis, over RESP2: one command at a time, with messages of its subscriptions in between.
//
//   command, PING <mark> ──▶ Redis ──▶ replies, <mark>      what comes before the mark belongs to the command
import { randomBytes } from "node:crypto";
import { connectTo } from "../../redis/connect.ts";
import { encodeCommand } from "../../redis/resp/encode.ts";
import { createRespReader } from "../../redis/resp/reader.ts";
import type { RespValue } from "../../redis/resp/value.ts";

export interface Connection {
  /**
   * Sends a command and calls `onReply` with each of its replies. Resolves after the last one; rejects with the reason
   * when the connection ends first. No other command may be running.
   */
  ask: (args: Buffer[], onReply: (value: RespValue) => void) => Promise<void>;
  /** How many channels and patterns it is subscribed to. */
  subscriptions: () => number;
  isOpen: () => boolean;
  close: () => void;
}

/** A larger reply ends the connection. */
export const maxReplyBytes = 1024 ** 2;
const replyWithinMs = 5000;
/** Why a connection ended that its console closed. */
const closed = "closed";

interface Pending {
  onReply: (value: RespValue) => void;
  done: PromiseWithResolvers<void>;
  /** How many replies came. An error after the first one belongs to the PING that follows the command. */
  count: number;
}

/**
 * Connects to `url` and signs in with its user name and password. Calls `onMessage` with what others publish, and `onLost`
 * with the reason when the connection ends between two commands while it is subscribed.
 */
export function connectConsole(
  url: string,
  onMessage: (value: RespValue) => void,
  onLost: (why: string) => void,
): Connection {
  const target = new URL(url);
  const socket = connectTo(target);
  const reader = createRespReader({ maxFrameBytes: maxReplyBytes });
  const mark = randomBytes(12).toString("base64url");
  const subscribed = new Set<string>();
  let signingIn = signIn(target);
  let pending: Pending | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over = "";

  for (const command of signingIn) socket.write(encodeCommand(command));

  function end(why: string): void {
    if (over) return;
    over = why;
    clearTimeout(timer);
    socket.destroy();
    if (pending) pending.done.reject(new Error(why));
    else if (subscribed.size > 0 && why !== closed) onLost(why);
  }

  function receive(value: RespValue): void {
    if (signingIn.length > 0) {
      if (value.type === "error") end(value.bytes.toString("utf8"));
      signingIn = signingIn.slice(1);
      return;
    }
    if (isMessage(value) && subscribed.size > 0) onMessage(value);
    else if (pending) takeReply(pending, value);
  }

  function takeReply(asked: Pending, value: RespValue): void {
    if (isMark(value, mark) || (value.type === "error" && asked.count > 0)) {
      clearTimeout(timer);
      pending = null;
      asked.done.resolve();
      return;
    }
    asked.count += 1;
    note(value, subscribed);
    asked.onReply(value);
  }

  socket.on("data", (chunk: Buffer) => {
    const { frames, error } = reader.push(chunk);
    for (const { value } of frames) receive(value);
    if (error)
      end(`What Redis sent is larger than ${maxReplyBytes / 1024 ** 2} MB, so the connection was ended`);
  });
  socket.on("error", (error) => end(`Redis does not answer: ${error.message}`));
  socket.on("close", () => end("Redis closed the connection"));

  return {
    ask(args, onReply) {
      if (over) return Promise.reject(new Error(over));
      pending = { onReply, done: Promise.withResolvers(), count: 0 };
      timer = setTimeout(
        () => end(`Redis has not answered within ${replyWithinMs / 1000} s, so the connection was ended`),
        replyWithinMs,
      );
      socket.write(Buffer.concat([encodeCommand(args), encodeCommand(["PING", mark])]));
      return pending.done.promise;
    },
    subscriptions: () => subscribed.size,
    isOpen: () => over === "",
    close: () => end(closed),
  };
}

function signIn({ username, password, pathname }: URL): string[][] {
  const user = username ? [decodeURIComponent(username)] : [];
  return [
    ...(password ? [["AUTH", ...user, decodeURIComponent(password)]] : []),
    ...(pathname.length > 1 ? [["SELECT", pathname.slice(1)]] : []),
  ];
}

/** On a subscribed connection, Redis replies to PING in the shape of a message. */
function isMark(value: RespValue, mark: string): boolean {
  const [kind, text] = wordsOf(value);
  return value.type === "bulk" ? value.bytes.toString() === mark : kind === "pong" && text === mark;
}

function isMessage(value: RespValue): boolean {
  return /^[ps]?message$/.test(wordsOf(value)[0] ?? "");
}

/** Updates `subscribed` when Redis confirms a subscription or its end. */
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
