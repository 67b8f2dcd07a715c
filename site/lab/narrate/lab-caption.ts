// What the picture shows before anything is sent, in one or two sentences.

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import type { Words } from "../context.ts";
import { isBridge, isClassic } from "../derive/link-behaviour.ts";

/** The caption before anything has happened: the state of the lab, and so what would happen. */
export function labCaption(
  places: readonly { client: string; server: ServerName }[],
  links: Record<ServerName, LinkName>,
  servers: readonly ServerName[],
  words: Words["stage"],
): string {
  if (servers.length < 2) return words.alone(places);
  const linked = servers.filter((server) => links[server] !== "none");
  const [first] = linked;
  if (!first) return words.apart(places);
  if (linked.length < servers.length) return words.linked(places, first);
  const kinds = [...new Set(linked.map((server) => links[server]))];
  if (kinds.every(isBridge)) return words.bridged(places);
  if (kinds.length === 1) return words.joined(places);
  return kinds.every(isClassic) ? words.keysDiffer(places) : words.unlike(places);
}

/** The same while a question is open: where the clients are and how the servers are linked, but not what follows from it. */
export function labFacts(
  places: readonly { client: string; server: ServerName }[],
  links: Record<ServerName, LinkName>,
  servers: readonly ServerName[],
  redisShown: boolean,
  words: Words,
): string {
  const joined = redisShown ? servers.map((server) => words.stage.linkOf(server, links[server])) : [];
  return [words.stage.places(places), ...joined].join(words.space);
}
