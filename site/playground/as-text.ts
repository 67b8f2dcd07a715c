// The last message as Markdown, as one would put it into an issue: who heard it and why not, its way, and the versions.

import { type RedisState, type ServerName, serverNames, type Versions } from "../../servers/protocol.ts";
import type { Words } from "../lab/context.ts";
import { row } from "../lab/derive/matrix.ts";
import type { Derived, Message } from "../lab/derive/messages.ts";
import { isListed } from "../lab/derive/messages.ts";
import { cellText } from "../lab/narrate/cell-text.ts";
import { sentenceOf } from "../lab/narrate/message-text.ts";
import { commandOf, trailOf, trailText } from "../lab/narrate/trail-text.ts";
import { milliseconds } from "../lab/words/milliseconds.ts";
import { visible } from "../visible-text.ts";
import type { PlaygroundWords } from "./words/en.ts";

interface Shown {
  derived: Derived;
  /** The lab's clock. */
  now: number;
  redis: RedisState | undefined;
  versions: Versions | undefined;
  /** An address that opens the same lab; undefined when it would be too long. */
  address: string | undefined;
}

/** Undefined when nothing was sent yet. */
export function asText(
  { derived, now, redis, versions, address }: Shown,
  words: Words<"matrix" | "stage" | "why" | "trail" | "links">,
  { text: say }: PlaygroundWords,
): string | undefined {
  const message = [...derived.messages.values()].filter(isListed).at(-1);
  if (!message) return undefined;
  const { cells } = row(message, derived.picture, now);
  const clients = [...message.world.clients.values()].map(({ label, server, transport }) => [
    cell(label),
    server.toUpperCase(),
    cell(transport),
    cell(cellText(cells.get(label), label, true, words)),
  ]);
  const trail = trailOf(message).map((step) => [
    milliseconds(Math.max(0, step.at - message.at)),
    cell([trailText(step, message, words), commandOf(step) ?? []].flat().join(words.colon)),
  ]);
  return [
    `**${cell(sentenceOf(message, words.stage))}**`,
    table([say.client, say.on, say.transport, say.outcome], clients),
    table([say.at, say.what], trail),
    table(
      [say.server, say.link, say.cable],
      serverNames.map((name) => sideOf(name, message, words)),
    ),
    versionsOf(versions, redis, words),
    ...(address ? [`[${say.openLab}](${address})`] : []),
  ].join("\n\n");
}

function sideOf(
  name: ServerName,
  { world }: Message,
  words: Words<"matrix" | "stage" | "why" | "trail" | "links">,
): string[] {
  const { link, state } = world.servers[name];
  const { state: cable, delayMs } = world.cables[name];
  const running = state === "running" ? "" : ` (${words.states[state]})`;
  return [
    `${name.toUpperCase()}${running}`,
    cell(words.links[link]),
    cell([words.cables[cable], ...(delayMs ? [words.delay(delayMs)] : [])].join(words.comma)),
  ];
}

function versionsOf(
  versions: Versions | undefined,
  redis: RedisState | undefined,
  words: Words<"matrix" | "stage" | "why" | "trail" | "links">,
): string {
  const installed = Object.entries(versions ?? {}).map(
    ([name, version]) => `${name === "redis" ? "node-redis" : name} ${version}`,
  );
  const server = redis
    ? [`${words.redisName(redis.kind, redis.version)} (${words.redisKinds[redis.kind]})`]
    : [];
  return [...installed, ...server].map(cell).join(" · ");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text escaped for Markdown, on one line. */
const cell = (text: string): string =>
  visible(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]<>|#~&]/g, (char) => `\\${char}`);
