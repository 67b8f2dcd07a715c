// A line of the wire in words: what it is, what it says in short, and what became of it.

import type { Payload } from "../../../servers/protocol.ts";
import { formatData } from "../../format-data.ts";
import { visible } from "../../visible-text.ts";
import type { Words } from "../context.ts";
import type { Row } from "../derive/wire-rows.ts";

/** The direction of a line; the balancer is in front of both servers. */
export function direction(row: Row): "to-redis" | "to-server" | "balanced" {
  switch (row.is) {
    case "greeting":
    case "command":
    case "publication":
      return "to-redis";
    case "arrival":
      return "to-server";
    case "burst":
      return row.of === "publication" ? "to-redis" : "to-server";
    case "request":
      return "balanced";
  }
}

/** The command with its channel, as code, and its size. */
export function headOf(row: Row, { wire: say }: Words<"wire">): { code: string; note?: string } {
  switch (row.is) {
    case "greeting":
      return { code: [...new Set(row.commands.map(({ text }) => text.split(" ")[0] ?? ""))].join(", ") };
    case "command":
      return isShort(row.reply)
        ? { code: visible(row.text), note: `↩ ${row.reply}` }
        : { code: visible(row.text) };
    case "publication":
      return { code: `${row.command} ${visible(row.channel)}`, note: size(row.bytes) };
    case "arrival":
      return { code: `${say.message} ${visible(row.channel)}`, note: size(row.bytes) };
    case "request":
      return {
        code: visible(row.method),
        note: row.session ? say.session(formatData(row.session, 8)) : say.handshake,
      };
    case "burst": {
      const what = `${row.of === "publication" ? "PUBLISH" : say.message} ${visible(row.channel)}`;
      return { code: say.burst(row.count, what), note: size(row.bytes) };
    }
  }
}

/** Its content in one line. */
export function summaryOf(row: Row, words: Words<"wire">): string | undefined {
  const { wire: say } = words;
  switch (row.is) {
    case "greeting":
      return say.greeting(row.commands.length);
    case "publication":
      return payloadInShort(row.payload, words);
    case "arrival":
      return row.payload ? payloadInShort(row.payload, words) : say.unknownPayload;
    case "command":
    case "request":
    case "burst":
      return undefined;
  }
}

function payloadInShort(payload: Payload, { wire: say }: Words<"wire">): string {
  switch (payload.kind) {
    case "broadcast": {
      const audience = payload.rooms.length ? say.toRooms(payload.rooms.map(visible)) : say.toAll;
      const but = payload.except.length ? [say.but(payload.except.map(visible))] : [];
      return [`${visible(payload.event)} ${formatData(payload.text)}`, audience, ...but].join(" · ");
    }
    case "request":
    case "response":
      return `${say.payloads[payload.kind]} ${payload.name}`;
    case "text":
    case "binary":
      return formatData(payload.text);
  }
}

export interface WireText {
  /** Shown before the text, so that colour isn't the only sign. */
  sign: string;
  text: string;
  style: "plain" | "quiet" | "loss";
}

const said = (style: WireText["style"], sign: string, text: string): WireText => ({ style, sign, text });

/** Redis' reply, or what the server did with it. */
export function outcomeOf(row: Row, words: Words<"wire">): WireText | undefined {
  const { wire: say } = words;
  switch (row.is) {
    case "greeting":
      return undefined;
    case "command":
      if (isShort(row.reply)) return undefined;
      return row.code !== undefined
        ? said("loss", "✕", formatData(row.reply, 120))
        : said("quiet", "↩", formatData(row.reply, 80));
    case "publication":
      return answered(row, words);
    case "arrival":
      return fated(row, say);
    case "request":
      if (row.status === null) return said("quiet", "✓", say.handedOver);
      return row.status < 400
        ? said("plain", "✓", String(row.status))
        : said("loss", "✕", String(row.status));
    case "burst":
      return row.lost ? said("loss", "✕", say.burstLost(row.lost)) : undefined;
  }
}

/** Whether a reply fits on its command's line. */
const isShort = (reply: string) => /^[\w ]{1,8}$/.test(reply);

function answered(
  { server, answer }: Extract<Row, { is: "publication" }>,
  { wire: say, colon }: Words<"wire">,
): WireText {
  switch (answer.is) {
    case "none-yet":
      return said("quiet", "…", say.noAnswer);
    case "taken":
      return said("plain", "↩", answer.receivers === null ? say.stored : say.receivers(answer.receivers));
    case "refused":
      return said("loss", "✕", `${say.refused}${colon}${formatData(answer.error, 160)}`);
    case "lost":
      return said("loss", "✕", say.lost(server, answer.state));
  }
}

function fated(
  { server, fate, payload }: Extract<Row, { is: "arrival" }>,
  say: Words<"wire">["wire"],
): WireText {
  switch (fate.is) {
    case "under-way":
      return said("quiet", "…", say.underWay);
    case "lost":
      return said("loss", "✕", say.lost(server, fate.state));
    case "own":
      return said("quiet", "⊘", payload?.kind === "broadcast" ? say.own : say.ignored);
    case "delivered":
      return said("plain", "✓", say.delivered(fate.clients));
    case "dropped":
      return said("quiet", "⊘", say.dropped[fate.why]);
    case "arrived":
      return said("quiet", "✓", say.arrived);
  }
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${bytes} B` : `${(bytes / 1000).toFixed(0)} kB`;
}
