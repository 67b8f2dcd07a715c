// Does what a step does, one action after another, each once the last is in force; and finds the message it is judged by.

import { describe } from "../../../servers/describe.ts";
import type { ServerName } from "../../../servers/protocol.ts";
import { settlesAt } from "../derive/matrix.ts";
import type { Derived, Message } from "../derive/messages.ts";
import { outcomeOf } from "../derive/outcome.ts";
import type { Client } from "../derive/state.ts";
import type { Action, Awaited, Emit, Hand, Hands, Ran } from "./actions.ts";

/** A change comes into force or is refused, which ends the wait; a busy machine may take some seconds. */
const inForceWithinMs = 10_000;
const subscribedWithinMs = 300;
/** In events of the trace: a subscription is not older than this when its room was just entered. */
const subscribedWithin = 40;

/** Does one after another; `onStep` is told which is under way. It stops at what is refused. */
export async function run(
  actions: readonly Action[],
  hands: Hands,
  onStep: (index: number) => void = () => {},
): Promise<Ran> {
  let judged: Awaited | undefined;
  const chosen = judgedIndex(actions);
  for (const [index, action] of actions.entries()) {
    onStep(index);
    if (index === chosen) judged = awaited(action, hands);
    if (!(await act(action, hands, actions[index + 1]))) return { done: false, judged };
  }
  return { done: true, judged };
}

/** Which action the verdict is about: the one that is marked, or else the last message. */
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

/** The message of a run once it is in the trace. */
export function find({ since, client, event, text }: Awaited, hands: Pick<Hands, "derived" | "hand">) {
  const label = client === undefined ? undefined : labelOf(client, hands);
  return [...hands.derived.messages.values()].find(
    (message) =>
      (message.trail[0]?.seq ?? 0) > since &&
      (label === undefined
        ? message.foreign
        : message.client === label && message.event === event && message.text === text),
  );
}

/** What the picture calls the client of that name: in a second tab α may be α′. */
export function labelOf(name: string, { derived, hand }: Pick<Hands, "derived" | "hand">): string {
  const id = hand(name)?.id;
  return (id && derived.picture.clients.get(id)?.label) || name;
}

/** The hand that holds this client and is connected; a client of another tab may have its name. */
export function handOf({ label, socket }: Client, { hand }: Hands): Hand | undefined {
  const held = hand(label.replace(/′+$/, ""));
  return held?.id === socket && held.connected ? held : undefined;
}

/** The arguments that an emit has: `data`, or none. */
export const argsOf = ({ data }: Emit): unknown[] => (data === undefined ? [] : [data]);

function awaited(action: Action, { derived }: Hands): Awaited | undefined {
  const since = derived.seq;
  if ("event" in action) {
    const { client, event } = action;
    return { since, client, event, text: describe(argsOf(action)) };
  }
  return { since, client: undefined, event: "message", text: "" };
}

/** Resolves to whether it was done, and as far as that can be seen, once it is in force. */
async function act(action: Action, hands: Hands, next: Action | undefined): Promise<boolean> {
  const { until } = hands;
  const server = (name: ServerName) => hands.derived.picture.servers[name];
  if ("event" in action) return emit(action, hands, next);
  if ("client" in action) return handle(action, hands);
  if ("link" in action) {
    const { server: name, link } = action;
    return (await hands.setLink(name, link)) && until(() => server(name).link === link, inForceWithinMs);
  }
  if ("do" in action) {
    const { server: name } = action;
    const wanted = action.do === "start" ? "running" : "stopped";
    const done = await (action.do === "start" ? hands.start(name) : hands.kill(name));
    return done && until(() => server(name).state === wanted, inForceWithinMs);
  }
  if ("cable" in action) {
    const { cable: name, ...change } = action;
    const isSo = () => {
      const { state, delayMs } = hands.derived.picture.cables[name];
      return state === (change.state ?? state) && delayMs === (change.delayMs ?? delayMs);
    };
    return (await hands.setCable(name, change)) && until(isSo, inForceWithinMs);
  }
  if ("balancer" in action) {
    const { sticky } = action.balancer;
    const done = await hands.setBalancer({ sticky });
    return done && until(() => hands.derived.picture.sticky === sticky, inForceWithinMs);
  }
  return hands.redis(action.redis);
}

/** In force when a server took it; before something else than another message happens, when it is known who has it. */
async function emit(action: Emit, hands: Hands, next: Action | undefined): Promise<boolean> {
  const hand = hands.hand(action.client);
  if (!hand) return false;
  const sought = awaited(action, hands);
  hand.emit(action.event, argsOf(action), action.ack);
  // What is sent without a connection is kept by the client; there is nothing to wait for.
  if (!hand.connected || !sought || !next) return true;
  const isKnown = (message: Message) => {
    const { derived, now } = hands;
    if ("event" in next) return message.received || now > settlesAt(message);
    // Our own clients say when they have it. One that loses its connection while it is under way would never get it.
    const clients = [...message.world.clients.values()].filter((client) => handOf(client, hands));
    const labels = clients.map(({ label }) => label);
    const results = outcomeOf(message, labels, derived.picture, now)?.results;
    return results !== undefined && ![...results.values()].some(({ got }) => got === "delivered");
  };
  await hands.until(() => {
    const message = find(sought, hands);
    return message !== undefined && isKnown(message);
  }, 10_000);
  return true;
}

async function handle(
  action: Exclude<Extract<Action, { client: string }>, Emit>,
  hands: Hands,
): Promise<boolean> {
  const hand = hands.hand(action.client);
  if (!hand) return false;
  const seated = () => hands.derived.picture.clients.get(hand.id);
  const { seq } = hands.derived;
  // A client that is not let in stays out: that too is something to see.
  const isIn = () => (hand.connected && seated() !== undefined) || isRefused(hands.derived, seq, hand);
  if ("transport" in action) {
    hand.use(action.transport);
    await hands.until(isIn, inForceWithinMs);
    return true;
  }
  switch (action.do) {
    case "connect":
      if (!hand.connected) hand.connect();
      await hands.until(isIn, inForceWithinMs);
      return true;
    case "disconnect":
    case "drop": {
      const { id } = hand;
      hand[action.do]();
      return hands.until(() => !hands.derived.picture.clients.has(id), inForceWithinMs);
    }
    case "join":
    case "leave": {
      const { room } = action;
      hand.emit(`room:${action.do}`, [room]);
      const isThere = () => seated()?.rooms.includes(room) ?? false;
      const done = await hands.until(() => isThere() === (action.do === "join"), inForceWithinMs);
      if (action.do === "join") await subscribed(hands, room);
      return done;
    }
  }
}

/**
 * The sharded adapter subscribes to a room when the first client of its server enters it, and a message may be faster.
 * Waits for that, where it happens.
 */
export async function subscribed(hands: Hands, room: string): Promise<void> {
  const { seq, picture } = hands.derived;
  const members = [...picture.clients.values()].filter(({ rooms }) => rooms.includes(room));
  const sharded = new Set(
    members.map(({ server }) => server).filter((name) => picture.servers[name].link === "sharded"),
  );
  const isTold = (server: ServerName) =>
    hands.derived.passed.some(
      (event) =>
        event.type === "command" &&
        event.server === server &&
        event.seq > seq - subscribedWithin &&
        event.name === "SSUBSCRIBE" &&
        event.channel === `socket.io#/#${room}#`,
    );
  if (sharded.size) await hands.until(() => [...sharded].every(isTold), subscribedWithinMs);
}

function isRefused({ passed }: Derived, since: number, { refusal, server }: Hand): boolean {
  if (refusal === undefined) return false;
  return (
    server !== "balanced" ||
    passed.some((event) => event.type === "routed" && event.seq > since && (event.status ?? 0) >= 400)
  );
}
