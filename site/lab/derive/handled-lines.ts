// One message → the lines of the chat server that handled it, and at which step of its path.
//
//   hop client → server   ends     the handler of the event, and what it calls
//   hop server → Redis    begins   the server's link, which published
//   hop Redis → server    ends     the link that was subscribed, or what answers another server
//
// Everything listed here was observed, and what a server runs in a changed form isn't listed. A line is identified by part of its text, so it can be found wherever it's shown.

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import { isBridge } from "./link-behaviour.ts";
import type { Message } from "./messages.ts";
import type { Story } from "./story.ts";

export interface Act {
  /** The step of the story during which the line is highlighted. */
  step: number;
  server: ServerName;
  /** From the repository's root. */
  file: string;
  /** Part of the line's text; only one line in the file contains it. */
  line: string;
}

type Line = Pick<Act, "file" | "line">;

const handlers = "servers/chat/handlers.ts";
const linkFile = (name: LinkName) => `servers/chat/links/${name}.ts`;

/** For each link, the line that hands a message to Redis and the line that takes one from there. */
const links: Record<LinkName, { publishes: string; takes: string }> = {
  none: { publishes: "const adapter = Adapter", takes: "const adapter = Adapter" },
  bridge: { publishes: "pubClient.publish(", takes: "io.local.emit(" },
  "bridge-single": { publishes: "redisClient.publish(", takes: "io.local.emit(" },
  adapter: { publishes: "const adapter = createAdapter(", takes: "const adapter = createAdapter(" },
  "adapter-other-key": {
    publishes: "const adapter = createAdapter(",
    takes: "const adapter = createAdapter(",
  },
  sharded: {
    publishes: "const adapter = createShardedAdapter(",
    takes: "const adapter = createShardedAdapter(",
  },
  streams: { publishes: "const adapter = createAdapter(", takes: "const adapter = createAdapter(" },
};

/** What each handler calls for a valid event. */
const calls: Record<string, string> = {
  message: 'else io.emit("message", data)',
  "room:join": "await socket.join(room)",
  "room:leave": "await socket.leave(room)",
  "room:message": "io.to(message.room).emit(",
  "room:except": "io.except(message.room).emit(",
  "room:gather": "io.socketsJoin(message.room)",
  "room:ask": 'timeout(800).emitWithAck("question")',
  who: "await io.fetchSockets()",
  "ask:servers": "await io.serverSideEmitWithAck(",
};

/** The events whose handler first checks the room, and answers with an error if it's invalid. */
const takesRoom: ReadonlySet<string> = new Set([
  "room:join",
  "room:leave",
  "room:message",
  "room:except",
  "room:gather",
  "room:ask",
]);

export function actsOf({ message, hops, steps }: Story): Act[] {
  const acts: Act[] = [];
  const linkOf = (server: ServerName) => message.world.servers[server].link;
  // Which line of a link acts would give the link away.
  const known = message.world.isConcealed
    ? hops.filter(({ kind, to }) => kind === "event" && to.at === "server")
    : hops;
  for (const { kind, step, from, to, lost, own } of known) {
    if (kind === "event" && to.at === "server" && message.received) {
      const lines = handlerOf(message, linkOf(to.server));
      acts.push(...lines.map((line) => ({ ...line, step: step + 1, server: to.server })));
    } else if (kind === "publish" && from.at === "server") {
      acts.push({ ...linkLine(linkOf(from.server), "publishes"), step, server: from.server });
    } else if (kind === "channel" && to.at === "server" && !lost) {
      const takes = taking(message, linkOf(to.server), to.server, own ?? false);
      if (takes) acts.push({ ...takes, step: step + 1, server: to.server });
    }
  }
  const isLocal = acts.every(({ file }) => file === handlers);
  const toOwn = known.find(({ kind, from }) => kind === "event" && from.at === "server");
  // Without a link, the in-memory adapter iterates over the sockets.
  if (isLocal && toOwn && linkOf(message.server) === "none")
    acts.push({ ...linkLine("none", "takes"), step: toOwn.step, server: message.server });
  const isShown = ({ server, file }: Act) =>
    !message.world.servers[server].code?.files.some((changed) => file === `servers/chat/${changed}`);
  // Acts after the last hop are highlighted with that hop, since nothing moves afterwards.
  return acts.filter(isShown).map((act) => ({ ...act, step: Math.min(act.step, steps - 1) }));
}

function handlerOf({ event, trail }: Message, link: LinkName): Line[] {
  const call = calls[event];
  if (call === undefined) return [];
  const line = (text: string) => ({ file: handlers, line: text });
  if (event === "message" && isBridge(link)) return [line('socket.on("message"'), line("publish(data);")];
  const isRefused = takesRoom.has(event) && trail.some((one) => one.type === "acknowledged" && one.error);
  return isRefused ? [line(`socket.on("${event}"`)] : [line(`socket.on("${event}"`), line(call)];
}

function taking(message: Message, link: LinkName, server: ServerName, own: boolean): Line | undefined {
  if (own) return undefined;
  const isAsked = message.trail.some(
    (one) => one.type === "arrived" && one.server === server && one.payload.kind === "request",
  );
  if (isAsked && message.event === "ask:servers") return { file: handlers, line: "answer({ server: name" };
  return link === "none" ? undefined : linkLine(link, "takes");
}

function linkLine(name: LinkName, role: "publishes" | "takes"): Line {
  return { file: linkFile(name), line: links[name][role] };
}

/** The lines highlighted when the picture is at step `progress` of a story; none before it begins or after it ends. */
export function highlightedAt(acts: readonly Act[], progress: number): Act[] {
  return acts.filter(({ step }) => progress >= step && progress < step + 1);
}
