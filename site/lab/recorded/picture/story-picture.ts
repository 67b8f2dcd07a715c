// One message's story → a picture of it as SVG text, as far as the story has got: where the message went, who has it, who should
// have it and doesn't. It needs no script and no page.

import { type ServerName, serverNames } from "../../../../servers/protocol.ts";
import { escaped } from "../../../svg-text.ts";
import { visible } from "../../../visible-text.ts";
import type { Story } from "../../derive/story.ts";
import { messageCaption } from "../../narrate/message-caption.ts";
import { cable } from "../../stage/geometry/cable-path.ts";
import { connection } from "../../stage/geometry/connections.ts";
import { pathOf } from "../../stage/geometry/curves.ts";
import { type Layout, layout } from "../../stage/geometry/layout.ts";
import { curveBetween, head } from "../../stage/geometry/packet-paths.ts";
import type { StageClient } from "../../stage/stage-types.ts";
import type { LabWords } from "../../words/en/all.ts";
import { circle, path, rect, text } from "./svg-parts.ts";

export interface StoryPicture {
  svg: string;
  /** The same in words. */
  caption: string;
}

export type PictureWords = Pick<
  LabWords,
  "space" | "colon" | "server" | "states" | "adapter" | "stage" | "why" | "links"
>;

export interface PictureOptions {
  clients: readonly StageClient[];
  show: readonly (ServerName | "redis")[];
  words: PictureWords;
  /** In pixels. Default: 400. */
  width?: number;
  /** How many steps of the story are drawn. Default: all. */
  steps?: number;
}

/** As much of a message as fits above its sender. */
const maxTextLength = 18;

export function storyPicture(
  story: Story,
  { clients, show, words, width = 400, steps }: PictureOptions,
): StoryPicture {
  const done = steps ?? story.steps;
  const caption = messageCaption(story, done, show.includes("redis"), words);
  const at = layout(width, show, clients, false, "dense");
  const parts = [...wires(at, story, done), ...cards(at, story, words), ...clientMarks(at, story, done)].join(
    "",
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" class="ct-outcome" viewBox="0 0 ${width} ${at.height}" role="img" aria-label="${escaped(caption)}">${parts}</svg>`;
  return { svg, caption };
}

function wires(at: Layout, { message, hops }: Story, done: number): string[] {
  const { servers, cables } = message.world;
  const idle = serverNames.flatMap((name) => {
    const curve = cable(at, name);
    const isOff = servers[name].link === "none" || cables[name].state !== "up";
    return curve ? [path(`cable${isOff ? " off" : ""}`, pathOf(curve))] : [];
  });
  const sides = at.clients.flatMap((client) => {
    const box = at.servers.find(({ name }) => name === client.server)?.box;
    return box ? [path("side", pathOf(connection(client, at.lines)))] : [];
  });
  const passed = hops
    .filter(({ step }) => step < done)
    .flatMap((hop) => {
      const curve = curveBetween(at, hop.from, hop.to);
      if (!curve) return [];
      const look = `hop ${hop.kind}${hop.lost ? " lost" : ""}${hop.step === done - 1 ? " now" : ""}`;
      return [path(look, pathOf(curve)), path(`${look} head`, head(curve, 1))];
    });
  return [...idle, ...sides, ...passed];
}

function cards(at: Layout, { message }: Story, words: PictureWords): string[] {
  const { servers } = message.world;
  const drawn = at.servers.flatMap(({ name, box }) => {
    const { state, link } = servers[name];
    const isUp = state === "running";
    const linked =
      link === "none" ? `${words.adapter.label(link)}${words.colon}${words.links.none}` : words.links[link];
    const fact = isUp ? (at.redis ? linked : words.states.running) : words.states[state];
    return [
      rect(`card ${name}${isUp ? "" : " down"}`, box),
      text("name", box.x + 14, box.y + 25, words.server(name)),
      text("fact", box.x + 14, box.y + 43, fact),
    ];
  });
  const { redis } = at;
  if (!redis) return drawn;
  const look = `card redis${message.world.redisUp ? "" : " down"}`;
  return [
    ...drawn,
    rect(look, redis),
    text("name mid", redis.x + redis.width / 2, redis.y + redis.height / 2 + 5, "Redis"),
  ];
}

function clientMarks(at: Layout, { message, heard, marks }: Story, done: number): string[] {
  return at.clients.flatMap(({ key, x, y, label, server, rooms }) => {
    const isSilent = marks.some(({ socket, step }) => socket === key && step < done);
    const said = visible(message.text || message.event);
    return [
      circle(`client ${server ?? ""}${isSilent ? " silent" : ""}`, x, y, at.radius),
      text("label mid", x, y + 6, label),
      ...(key === message.socket ? [text("fact mid", x, y - at.radius - 8, short(said))] : []),
      ...(rooms.length > 0
        ? [text("room mid", x, y + at.radius + 14, short(rooms.map(visible).join(", ")))]
        : []),
      ...((heard.get(key) ?? done) < done ? [path("heard", `M${x + 13} ${y - 17}l5 5 9-11`)] : []),
      ...(isSilent
        ? [circle("missed", x + 20, y - 17, 7.5), path("missed", `M${x + 15} ${y - 12}l10-10`)]
        : []),
    ];
  });
}

const short = (value: string): string =>
  value.length > maxTextLength ? `${value.slice(0, maxTextLength - 1)}…` : value;
