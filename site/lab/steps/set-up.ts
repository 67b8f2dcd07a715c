// Brings a lab into the state that a step assumes, from whatever state it is in.
//
//   cable up ▶ server runs ▶ link ▶ cable as wanted      each server at the same time
//   balancer ▶ clients ▶ rooms                           then the clients, those of the balancer one after another

import { type CableState, type ServerName, serverNames } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { ClientPlace, Entrance, Hands, Target } from "./actions.ts";
import { handOf, subscribed } from "./run.ts";

const withinMs = 15_000;
/** What was typed just before may still be on its way to a room, or end a server's process. */
const soonMs = 300;
/** A Redis client that lost its connection tries again after this long at most; see servers/chat/redis-clients.ts. */
const reconnectMs = 1_000;

/** Resolves to whether the lab is there. What refused a change has said so by itself. */
export async function setUp(target: Target, hands: Hands): Promise<boolean> {
  if (await setUpOnce(target, hands)) return true;
  const { servers } = target;
  const hasDied = () => serverNames.some((name) => servers?.[name] !== "stopped" && !isRunning(name, hands));
  return (await hands.until(hasDied, soonMs)) && setUpOnce(target, hands);
}

async function setUpOnce(target: Target, hands: Hands): Promise<boolean> {
  if (hands.derived.picture.sticky !== isSticky(target)) await sendHome(hands);
  const done = await Promise.all([
    ...serverNames.map((name) => setUpServer(name, target, hands)),
    hands.derived.picture.sticky === isSticky(target) || hands.setBalancer({ sticky: isSticky(target) }),
    hands.unsubscribe(),
  ]);
  if (done.includes(false)) return false;
  if (!(await hands.until(() => areServersReady(target, hands.derived), withinMs))) return false;
  if (target.clients) {
    await hands.seat(target.clients);
    for (const { name } of target.clients) if (isTooOld(name, hands)) hands.hand(name)?.renew();
    await hands.until(() => !target.clients?.some(({ name }) => isTooOld(name, hands)), withinMs);
  }
  const isIn = async (ms: number) => {
    for (const place of target.clients ?? []) enterRooms(place, hands);
    return hands.until(() => isThere(target, hands), ms);
  };
  const isDone = (await isIn(soonMs)) || (await isIn(withinMs));
  const rooms = new Set(target.clients?.flatMap((place) => place.rooms ?? []));
  for (const room of rooms) await subscribed(hands, room);
  return isDone;
}

/** Those behind the balancer leave before it changes: afterwards the goodbye of long-polling could go to the other server. */
async function sendHome(hands: Hands): Promise<void> {
  const dealt = [...hands.derived.picture.clients.values()].flatMap((client) => {
    const held = handOf(client, hands);
    return held?.server === "balanced" ? [held] : [];
  });
  const ids = dealt.map(({ id }) => id);
  for (const one of dealt) one.leave();
  await hands.until(() => ids.every((id) => !hands.derived.picture.clients.has(id)), soonMs);
}

/** Whether the trace has confirmed all that a step assumes. */
function isThere(target: Target, hands: Hands): boolean {
  return (
    areServersReady(target, hands.derived) &&
    hands.derived.picture.sticky === isSticky(target) &&
    (target.clients ?? []).every((place) => isSeated(place, hands))
  );
}

/** Whether a step may begin without being set up: where a balancer deals out connections, it has to deal anew. */
export function mayStay(target: Target, hands: Hands): boolean {
  const isDealt = target.clients?.some(({ server }) => server === "balanced");
  return !isDealt && !hands.isSubscribed && isThere(target, hands);
}

async function setUpServer(name: ServerName, target: Target, hands: Hands): Promise<boolean> {
  const { servers, cables } = hands.derived.picture;
  const wanted = { state: "up", delayMs: 0, ...defined(target.cables?.[name]) } as const;
  const link = target.links?.[name] ?? servers[name].link;
  const wasRunning = isRunning(name, hands);
  if (target.servers?.[name] === "stopped") {
    return (!wasRunning || (await hands.kill(name))) && setCable(name, wanted, hands);
  }
  // A link that has lost its connections gets new ones at once, instead of when it tries again.
  const isTorn = cables[name].state !== "up" || wasCutLately(name, hands);
  const isClear = cables[name].state === "up" && cables[name].delayMs === 0;
  if (!isClear && !(await hands.setCable(name, { state: "up", delayMs: 0 }))) return false;
  if (!wasRunning && !(await hands.start(name))) return false;
  if (wasRunning && isTorn && servers[name].link !== "none" && !(await hands.setLink(name, "none")))
    return false;
  const is = wasRunning && isTorn ? "none" : servers[name].link;
  if (link !== is && !(await hands.setLink(name, link))) return false;
  return setCable(name, wanted, hands);
}

function isRunning(name: ServerName, { derived }: Hands): boolean {
  const { state } = derived.picture.servers[name];
  return state === "running" || state === "starting";
}

async function setCable(
  name: ServerName,
  { state, delayMs }: { state: CableState["state"]; delayMs: number },
  hands: Hands,
): Promise<boolean> {
  const is = hands.derived.picture.cables[name];
  const wasClear = is.state === "up" && is.delayMs === 0;
  if (wasClear && state === "up" && delayMs === 0) return true;
  return hands.setCable(name, { state, delayMs });
}

function wasCutLately(name: ServerName, { derived, now }: Hands): boolean {
  const last = derived.notable.findLast((event) => event.type === "cable" && event.server === name);
  return last !== undefined && now - last.at < reconnectMs;
}

function areServersReady(target: Target, { picture }: Derived): boolean {
  return serverNames.every((name) => {
    const { state, link } = picture.servers[name];
    const cable = { state: "up", delayMs: 0, ...defined(target.cables?.[name]) };
    const is = picture.cables[name];
    if (is.state !== cable.state || is.delayMs !== cable.delayMs) return false;
    if (target.servers?.[name] === "stopped") return state === "stopped" || state === "crashed";
    return state === "running" && link === (target.links?.[name] ?? link);
  });
}

function enterRooms({ name, rooms = [] }: ClientPlace, hands: Hands): void {
  const hand = hands.hand(name);
  if (!hand?.connected) return;
  const is = hands.derived.picture.clients.get(hand.id)?.rooms ?? [];
  for (const room of is) if (!rooms.includes(room)) hand.emitQuietly("room:leave", [room]);
  for (const room of rooms) if (!is.includes(room)) hand.emitQuietly("room:join", [room]);
}

function isSeated({ name, server, rooms = [] }: ClientPlace, hands: Hands): boolean {
  const hand = hands.hand(name);
  if (hand?.server !== server || isTooOld(name, hands)) return false;
  const client = hand.connected ? hands.derived.picture.clients.get(hand.id) : undefined;
  // Who cannot come in is where the step wants it: outside.
  if (!client) return isKeptOut(hand.server, hands) || hand.refusal !== undefined;
  return client.rooms.length === rooms.length && rooms.every((room) => client.rooms.includes(room));
}

/** With streams a session can be recovered, but not one that began before. */
function isTooOld(name: string, { derived, hand }: Hands): boolean {
  const client = derived.picture.clients.get(hand(name)?.id ?? "");
  if (!client) return false;
  const { link, linkAt } = derived.picture.servers[client.server];
  const came = derived.notable.findLast(
    (event) => event.type === "connected" && event.socket === client.socket,
  );
  return link === "streams" && came !== undefined && came.at < linkAt;
}

function isKeptOut(server: Entrance, { derived }: Hands): boolean {
  const { servers } = derived.picture;
  const doors = server === "balanced" ? serverNames : [server];
  return doors.every((name) => servers[name].state !== "running");
}

const isSticky = ({ balancer }: Target): boolean => balancer?.sticky ?? false;

/** Without the fields that are there and undefined. */
function defined<T extends object>(fields: T | undefined): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
