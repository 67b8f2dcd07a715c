// Carries out a step's actions, each once the last took effect, and finds the message the step is judged by.

import { describe } from "../../../servers/describe.ts";
import type { ServerName } from "../../../servers/protocol.ts";
import type { Derived, Message } from "../derive/messages.ts";
import { outcomeOf } from "../derive/outcome.ts";
import { settlesAt } from "../derive/silence-deadlines.ts";
import {
  type Action,
  type ActionsResult,
  type AwaitedMessage,
  argsOf,
  type ClientActions,
  type Emit,
  type LabActions,
} from "./actions.ts";
import { type Labelled, labelOf, ownClient } from "./labels.ts";
import { subscribed } from "./subscribed.ts";

/** A change takes effect or is refused, which ends the wait. A busy machine may take some seconds. */
const inForceWithinMs = 10_000;

/** Carries out one action after another and calls `onStep` with the current one. Stops if one is refused. */
export async function runActions(
  actions: readonly Action[],
  lab: LabActions,
  onStep: (index: number) => void = () => {},
): Promise<ActionsResult> {
  let judged: AwaitedMessage | undefined;
  const chosen = judgedIndex(actions);
  for (const [index, action] of actions.entries()) {
    onStep(index);
    if (index === chosen) judged = awaited(action, lab);
    if (!(await act(action, lab, actions[index + 1]))) return { done: false, judged };
  }
  return { done: true, judged };
}

/** The index of the action the verdict is about: the marked one, or else the last message. */
export function judgedIndex(actions: readonly Action[]): number | undefined {
  const marked = actions.findIndex((action) => "event" in action && action.judged);
  if (marked >= 0) return marked;
  const last = actions.findLastIndex((action) => "event" in action);
  if (last >= 0) return last;
  const published = actions.findLastIndex(
    (action) => "redis" in action && /^\s*s?publish\s/i.test(action.redis),
  );
  return published >= 0 ? published : undefined;
}

/** Finds the message of a run in the trace. */
export function findMessage({ since, client, event, text }: AwaitedMessage, lab: Labelled) {
  const label = client === undefined ? undefined : labelOf(client, lab);
  return [...lab.derived.messages.values()].find(
    (message) =>
      (message.trail[0]?.seq ?? 0) > since &&
      (label === undefined
        ? message.foreign
        : message.client === label && message.event === event && message.text === text),
  );
}

const awaited = (action: Action, { derived }: LabActions): AwaitedMessage =>
  awaitedMessage(action, derived.seq);

/** The message that an action sends after the trace event `since`. */
export function awaitedMessage(action: Action, since: number): AwaitedMessage {
  if ("event" in action) {
    const { client, event } = action;
    return { since, client, event, text: describe(argsOf(action)) };
  }
  return { since, client: undefined, event: "message", text: "" };
}

/** Resolves to whether it was done, once it has taken effect as far as that can be seen. */
async function act(action: Action, lab: LabActions, next: Action | undefined): Promise<boolean> {
  const { until } = lab;
  const server = (name: ServerName) => lab.derived.picture.servers[name];
  if ("event" in action) return emit(action, lab, next);
  if ("client" in action) return handle(action, lab);
  if ("link" in action) {
    const { server: name, link } = action;
    return (await lab.setLink(name, link)) && until(() => server(name).link === link, inForceWithinMs);
  }
  if ("do" in action) {
    const { server: name } = action;
    const target = action.do === "start" ? "running" : "stopped";
    const done = await lab[action.do](name);
    return done && until(() => server(name).state === target, inForceWithinMs);
  }
  if ("cable" in action) {
    const { cable: name, ...change } = action;
    const isSo = () => {
      const { state, delayMs } = lab.derived.picture.cables[name];
      return state === (change.state ?? state) && delayMs === (change.delayMs ?? delayMs);
    };
    return (await lab.setCable(name, change)) && until(isSo, inForceWithinMs);
  }
  if ("balancer" in action) {
    const { sticky } = action.balancer;
    const done = await lab.setBalancer({ sticky });
    return done && until(() => lab.derived.picture.sticky === sticky, inForceWithinMs);
  }
  if ("waitMs" in action) {
    await until(() => false, action.waitMs);
    return true;
  }
  return lab.redis(action.redis);
}

/** Done when a server has received it. If something other than a message comes next, when it's known who has it. */
async function emit(action: Emit, lab: LabActions, next: Action | undefined): Promise<boolean> {
  const client = lab.client(action.client);
  if (!client) return false;
  const sought = awaited(action, lab);
  client.emit(action.event, argsOf(action), action.ack);
  // The client buffers what it sends without a connection; there is nothing to wait for.
  if (!client.connected || !next) return true;
  const isKnown = (message: Message) => {
    const { derived, now } = lab;
    if ("event" in next) return message.received || now > settlesAt(message);
    // Our own clients report when they have it. One that loses its connection before that would never get it.
    const clients = [...message.world.clients.values()].filter((client) => ownClient(client, lab));
    const labels = clients.map(({ label }) => label);
    const results = outcomeOf(message, labels, derived.picture, now)?.results;
    return results !== undefined && ![...results.values()].some(({ got }) => got === "delivered");
  };
  await lab.until(() => {
    const message = findMessage(sought, lab);
    return message !== undefined && isKnown(message);
  }, 10_000);
  return true;
}

async function handle(
  action: Exclude<Extract<Action, { client: string }>, Emit>,
  lab: LabActions,
): Promise<boolean> {
  const client = lab.client(action.client);
  if (!client) return false;
  const shown = () => lab.derived.picture.clients.get(client.id);
  const { seq } = lab.derived;
  // A client that isn't let in stays out; that is a result too.
  const isIn = () => (client.connected && shown() !== undefined) || isRefused(lab.derived, seq, client);
  if ("transport" in action) {
    client.use(action.transport);
    await lab.until(isIn, inForceWithinMs);
    return true;
  }
  switch (action.do) {
    case "connect":
      if (!client.connected) client.connect();
      await lab.until(isIn, inForceWithinMs);
      return true;
    case "disconnect":
    case "drop": {
      const { id } = client;
      client[action.do]();
      return lab.until(() => !lab.derived.picture.clients.has(id), inForceWithinMs);
    }
    case "join":
    case "leave": {
      const { room } = action;
      client.emit(`room:${action.do}`, [room]);
      const isThere = () => shown()?.rooms.includes(room) ?? false;
      const done = await lab.until(() => isThere() === (action.do === "join"), inForceWithinMs);
      if (action.do === "join") await subscribed(lab, room);
      return done;
    }
  }
}

function isRefused({ wireEvents }: Derived, since: number, { refusal, server }: ClientActions): boolean {
  if (refusal === undefined) return false;
  return (
    server !== "balanced" ||
    wireEvents.some((event) => event.type === "routed" && event.seq > since && (event.status ?? 0) >= 400)
  );
}
