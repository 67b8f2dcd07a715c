// The state the lab should be in when a run's message is sent: the step's setup, plus what the run did before it.

import { describe } from "../../../servers/describe.ts";
import { type LinkName, type ServerName, serverNames } from "../../../servers/protocol.ts";
import type { Message } from "../derive/messages.ts";
import { type Action, argsOf, type ClientPlace, type Target } from "./actions.ts";
import { judgedIndex } from "./run-actions.ts";

/** Whether a message is the one a step asks about, sent in the state the step assumes. */
export function isRunMessage(
  message: Message,
  actions: readonly Action[],
  setup: Target,
  labelOf: (name: string) => string,
): boolean {
  const judged = actions[judgedIndex(actions) ?? -1];
  if (!judged) return false;
  if ("redis" in judged) return message.foreign && fits(message, actions, setup, labelOf);
  if (!("event" in judged)) return false;
  if (message.event !== judged.event || message.client !== labelOf(judged.client)) return false;
  // If the run sends several messages from one client, only their text tells which is which.
  const isOneOfMany = actions.some(
    (other) =>
      other !== judged && "event" in other && other.event === judged.event && other.client === judged.client,
  );
  if (isOneOfMany && message.text !== describe(argsOf(judged))) return false;
  const { room } = (judged.data ?? {}) as { room?: unknown };
  if (judged.event === "room:message" && message.room !== room) return false;
  return fits(message, actions, setup, labelOf);
}

function fits(
  { world, server }: Message,
  actions: readonly Action[],
  setup: Target,
  labelOf: (name: string) => string,
): boolean {
  const before = after(setup, actions.slice(0, judgedIndex(actions)));
  return (
    serverNames.every((name) => {
      const cable = { state: "up", delayMs: 0, ...before.cables?.[name] };
      const is = world.cables[name];
      const { link, state, code } = world.servers[name];
      return (
        code === null &&
        link === (before.links?.[name] ?? link) &&
        // What a client buffered while its server was down is seen once the server runs again.
        (name === server || (state === "running") === (before.servers?.[name] !== "stopped")) &&
        is.state === cable.state &&
        is.delayMs === cable.delayMs
      );
    }) && (before.clients ?? []).every((place) => isPlaced(place, world, labelOf(place.name)))
  );
}

function isPlaced(
  { server, rooms = [] }: ClientPlace,
  { clients }: Message["world"],
  label: string,
): boolean {
  const client = [...clients.values()].find((one) => one.label === label);
  // A client the balancer doesn't let in isn't in the picture.
  if (!client) return server === "balanced";
  return (
    (server === "balanced" || client.server === server) && rooms.every((room) => client.rooms.includes(room))
  );
}

/** The state after these actions, as far as it can be predicted. */
function after(setup: Target, actions: readonly Action[]): Target {
  const links: { [Name in ServerName]?: LinkName | undefined } = { ...setup.links };
  const servers = { ...setup.servers };
  const cables = { ...setup.cables };
  let clients = setup.clients ?? [];
  const change = (name: string, more: (place: ClientPlace) => ClientPlace[]) => {
    clients = clients.flatMap((place) => (place.name === name ? more(place) : [place]));
  };
  for (const action of actions) {
    if ("link" in action) links[action.server] = action.link;
    else if ("server" in action) {
      servers[action.server] = action.do === "start" ? "running" : "stopped";
      if (action.do !== "start") clients = clients.filter(({ server }) => server !== action.server);
    } else if ("cable" in action) {
      const { cable, ...changed } = action;
      cables[cable] = { ...cables[cable], ...changed };
    } else if ("room" in action) {
      const { room } = action;
      change(action.client, (place) => {
        const others = (place.rooms ?? []).filter((one) => one !== room);
        return [{ ...place, rooms: action.do === "join" ? [...others, room] : others }];
      });
    } else if ("do" in action) {
      // A client that reconnects is in no room; one that has left doesn't need to be there.
      if (action.do !== "connect") change(action.client, () => []);
      else change(action.client, (place) => [{ ...place, rooms: [] }]);
    }
  }
  return { links, servers, cables, clients };
}
