// Trace → lines of the text log: the picture's content, in words, in order.

import type { ServerName, Traced } from "../../../servers/protocol.ts";
import { formatData } from "../../format-data.ts";
import { visible } from "../../visible-text.ts";
import type { Words } from "../context.ts";
import { row } from "../derive/matrix.ts";
import type { Derived, Message } from "../derive/messages.ts";
import { sentenceOf } from "./message-text.ts";

export interface LogLine {
  /** The event the line begins with. */
  seq: number;
  at: number;
  text: string;
  isLoss: boolean;
  /** The server it's about; for a message, the sender's. */
  server?: ServerName;
}

/** The newest lines, oldest first. Messages that may still arrive are left out until later. */
export function logLines(
  derived: Derived,
  now: number,
  redisShown: boolean,
  words: Words<"log" | "stage" | "why">,
  limit = 100,
): LogLine[] {
  const { notable, messages, picture } = derived;
  const lines: LogLine[] = [];
  for (const event of notable.slice(-limit)) {
    const text = noted(event, words);
    const about = "server" in event ? { server: event.server } : {};
    if (text) lines.push({ seq: event.seq, at: event.at, text, isLoss: losses.has(event.type), ...about });
  }
  for (const message of [...messages.values()].slice(-limit)) {
    const line = said(message, picture, now, redisShown, words);
    if (line) lines.push({ seq: message.trail[0]?.seq ?? 0, at: message.at, ...line });
  }
  return lines.sort((one, two) => one.seq - two.seq).slice(-limit);
}

function said(
  message: Message,
  picture: Derived["picture"],
  now: number,
  redisShown: boolean,
  words: Words<"log" | "stage" | "why">,
): Pick<LogLine, "text" | "isLoss"> | undefined {
  const { cells, settled } = row(message, picture, now);
  if (!settled) return undefined;
  const heard: string[] = [];
  const silent = new Map<string, string[]>();
  for (const [label, cell] of cells) {
    if (cell.kind === "heard" || cell.kind === "delivered") heard.push(label);
    if (cell.kind !== "missing") continue;
    const reason = words.why(cell.reason, redisShown);
    silent.set(reason, [...(silent.get(reason) ?? []), label]);
  }
  const parts = [sentenceOf(message, words.stage)];
  if (heard.length) parts.push(words.stage.heard(heard));
  for (const [reason, clients] of silent) parts.push(words.stage.silent(clients, reason));
  if (message.unhandled && !silent.size)
    parts.push(words.stage.unhandled(message.server, visible(message.event)));
  if (message.trail.some(({ type }) => type === "acknowledged"))
    parts.push(words.stage.answered(message.client));
  return { text: parts.join(words.space), isLoss: silent.size > 0 };
}

const losses = new Set<string>(["skipped", "fault"]);

function placeOf({ file, line }: Traced<"fault">): string {
  return file ? `${file}:${line}` : "";
}

function noted(event: Derived["notable"][number], words: Words<"log" | "stage" | "why">): string | undefined {
  const nameOf = (socket: string) => event.label ?? socket.slice(0, 4);
  switch (event.type) {
    case "server":
      return words.log.server(event.server, words.states[event.state]);
    case "link":
      return words.log.link(event.server, event.link);
    case "cable":
      return words.log.cable(event.server, words.cables[event.state], event.delayMs);
    case "redis":
      return words.log.redis(event.up);
    case "connected":
      return words.log.connected(nameOf(event.socket), event.server);
    case "disconnected":
      return words.log.disconnected(nameOf(event.socket), event.server);
    case "joined":
      return event.room === event.socket
        ? undefined
        : words.log.joined(nameOf(event.socket), formatData(event.room));
    case "left":
      return event.room === event.socket
        ? undefined
        : words.log.left(nameOf(event.socket), formatData(event.room));
    case "skipped":
      return words.log.skipped(event.count, event.server);
    case "silence":
      return words.log.silence(event.server, event.isSilent);
    case "code":
      return words.log.code(event.server, event.code?.files ?? []);
    case "app":
      return event.during
        ? words.log.appAdapter(event.server, event.app.adapter)
        : words.log.app(event.server, event.app.socketIo);
    case "fault":
      return words.log.fault(
        event.server,
        placeOf(event),
        formatData(event.text, 200),
        event.during === "load",
      );
    case "balancer":
    case "upgraded":
    case "listens":
      return undefined;
  }
}
