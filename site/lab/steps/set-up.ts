// Brings a lab into the state a step assumes, from any state.
//
//   the lessons' own code                                    first, as it restarts the servers that run other code
//   cable up ▶ server runs ▶ link ▶ cable as in the target   both servers at the same time
//   balancer ▶ clients ▶ rooms                               then the clients, those behind the balancer one after another

import { type CableState, type LinkName, type ServerName, serverNames } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { ClientPlace, EntryPoint, LabActions, Target } from "./actions.ts";
import { ownClient } from "./labels.ts";
import { subscribed } from "./subscribed.ts";

const withinMs = 15_000;
/** A command typed just before may still be on its way to a room, or about to end a server's process. */
const soonMs = 300;
/** A Redis client that lost its connection retries after at most this long; see servers/chat/redis-clients.ts. */
const reconnectMs = 1_000;

/** Resolves to whether the lab got there. If a change was refused, the lab has shown why. */
export async function setUp(target: Target, lab: LabActions): Promise<boolean> {
  if (await reach(target, lab)) return true;
  const { servers } = target;
  const hasDied = () => serverNames.some((name) => servers?.[name] !== "stopped" && !isRunning(name, lab));
  return (await lab.until(hasDied, soonMs)) && reach(target, lab);
}

async function reach(target: Target, lab: LabActions): Promise<boolean> {
  if (!hasItsCode(target, lab.derived) && !(await lab.resetCode())) return false;
  if (lab.derived.picture.sticky !== isSticky(target)) await disconnectBalanced(target, lab);
  const done = await Promise.all([
    ...serverNames.map((name) => prepareServer(name, target, lab)),
    lab.derived.picture.sticky === isSticky(target) || lab.setBalancer({ sticky: isSticky(target) }),
    lab.unsubscribe(),
  ]);
  if (done.includes(false)) return false;
  if (!(await lab.until(() => areServersReady(target, lab.derived), withinMs))) return false;
  if (target.clients) {
    await lab.placeClients(target.clients);
    for (const { name } of target.clients) if (isTooOld(name, lab)) lab.client(name)?.renew();
    await lab.until(() => !target.clients?.some(({ name }) => isTooOld(name, lab)), withinMs);
  }
  const isIn = async (ms: number) => {
    for (const place of target.clients ?? []) enterRooms(place, lab);
    return lab.until(() => isThere(target, lab), ms);
  };
  const isDone = (await isIn(soonMs)) || (await isIn(withinMs));
  const rooms = new Set(target.clients?.flatMap((place) => place.rooms ?? []));
  for (const room of rooms) await subscribed(lab, room);
  return isDone;
}

/**
 * Clients of the balancer leave before it changes: afterwards a long-polling close could go to the other server,
 * and a client that was refused until then could connect twice.
 */
async function disconnectBalanced(target: Target, lab: LabActions): Promise<void> {
  const present = [...lab.derived.picture.clients.values()].map((client) => ownClient(client, lab));
  const placed = (target.clients ?? []).map(({ name }) => lab.client(name));
  const balanced = new Set([...present, ...placed].filter((client) => client?.server === "balanced"));
  const ids = [...balanced].map((client) => client?.id ?? "");
  for (const client of balanced) client?.leave();
  await lab.until(() => ids.every((id) => !lab.derived.picture.clients.has(id)), soonMs);
}

/** Whether the trace has confirmed everything the step assumes. */
function isThere(target: Target, lab: LabActions): boolean {
  return (
    areServersReady(target, lab.derived) &&
    lab.derived.picture.sticky === isSticky(target) &&
    (target.clients ?? []).every((place) => isPlaced(place, target, lab))
  );
}

/** Whether a step may begin without being set up. Not if a balancer assigns clients: it has to assign them again. */
export function canKeepState(target: Target, lab: LabActions): boolean {
  const isDealt = target.clients?.some(({ server }) => server === "balanced");
  return !isDealt && !lab.isSubscribed && isThere(target, lab);
}

async function prepareServer(name: ServerName, target: Target, lab: LabActions): Promise<boolean> {
  const { servers, cables } = lab.derived.picture;
  const cable = { state: "up", delayMs: 0, ...defined(target.cables?.[name]) } as const;
  const link = target.links?.[name] ?? servers[name].link;
  const wasRunning = isRunning(name, lab);
  if (target.servers?.[name] === "stopped") {
    // It starts again with the link that it had.
    const isLinked = target.links?.[name] === undefined || target.links[name] === servers[name].link;
    const runs = isLinked ? wasRunning : await linked(name, link, lab);
    if (runs === undefined) return false;
    return (!runs || (await lab.kill(name))) && setCable(name, cable, lab);
  }
  // A link that lost its connections gets new ones now, instead of at its next retry.
  const isTorn = cables[name].state !== "up" || wasCutLately(name, lab);
  const isClear = cables[name].state === "up" && cables[name].delayMs === 0;
  if (!isClear && !(await lab.setCable(name, { state: "up", delayMs: 0 }))) return false;
  if (!wasRunning && !(await lab.start(name))) return false;
  if (wasRunning && isTorn && servers[name].link !== "none" && !(await lab.setLink(name, "none")))
    return false;
  const is = wasRunning && isTorn ? "none" : servers[name].link;
  if (link !== is && !(await lab.setLink(name, link))) return false;
  const isLate = link === "sharded" && (cable.state !== "up" || cable.delayMs > 0);
  if (isLate && !(await unsubscribe(name, target, lab))) return false;
  return setCable(name, cable, lab);
}

/**
 * The sharded adapter unsubscribes when a room's last client leaves it, which would come late over a slow cable. So rooms that nobody
 * will be in are left now, and the link is set again, which waits for Redis.
 */
async function unsubscribe(name: ServerName, target: Target, lab: LabActions): Promise<boolean> {
  const wanted = target.clients?.flatMap(({ server, rooms = [] }) => (server === name ? rooms : [])) ?? [];
  const here = () => [...lab.derived.picture.clients.values()].filter(({ server }) => server === name);
  const left = new Set(
    here()
      .flatMap(({ rooms }) => rooms)
      .filter((room) => !wanted.includes(room)),
  );
  if (left.size === 0) return true;
  for (const client of here()) {
    const own = ownClient(client, lab);
    for (const room of client.rooms) if (left.has(room)) own?.emitQuietly("room:leave", [room]);
  }
  await lab.until(() => !here().some(({ rooms }) => rooms.some((room) => left.has(room))), soonMs);
  return (await lab.setLink(name, "none")) && lab.setLink(name, "sharded");
}

/** Runs a server with this link. Resolves to true, or to undefined when that was refused. */
async function linked(name: ServerName, link: LinkName, lab: LabActions): Promise<true | undefined> {
  const isClear = await setCable(name, { state: "up", delayMs: 0 }, lab);
  const runs = isClear && (isRunning(name, lab) || (await lab.start(name)));
  return runs && (await lab.setLink(name, link)) ? true : undefined;
}

function isRunning(name: ServerName, { derived }: LabActions): boolean {
  const { state } = derived.picture.servers[name];
  return state === "running" || state === "starting";
}

async function setCable(
  name: ServerName,
  { state, delayMs }: { state: CableState["state"]; delayMs: number },
  lab: LabActions,
): Promise<boolean> {
  const is = lab.derived.picture.cables[name];
  const wasClear = is.state === "up" && is.delayMs === 0;
  if (wasClear && state === "up" && delayMs === 0) return true;
  return lab.setCable(name, { state, delayMs });
}

function wasCutLately(name: ServerName, { derived, now }: LabActions): boolean {
  const last = derived.notable.findLast((event) => event.type === "cable" && event.server === name);
  return last !== undefined && now - last.at < reconnectMs;
}

function areServersReady(target: Target, { picture }: Derived): boolean {
  return serverNames.every((name) => {
    const { state, link } = picture.servers[name];
    if (!hasItsCode(target, { picture })) return false;
    const cable = { state: "up", delayMs: 0, ...defined(target.cables?.[name]) };
    const is = picture.cables[name];
    if (is.state !== cable.state || is.delayMs !== cable.delayMs) return false;
    if (target.servers?.[name] === "stopped") return state === "stopped" || state === "crashed";
    return state === "running" && link === (target.links?.[name] ?? link);
  });
}

const hasItsCode = ({ keepsCode }: Target, { picture }: Pick<Derived, "picture">): boolean =>
  keepsCode || serverNames.every((name) => picture.servers[name].code === null);

function enterRooms({ name, rooms = [] }: ClientPlace, lab: LabActions): void {
  const own = lab.client(name);
  if (!own?.connected) return;
  const is = lab.derived.picture.clients.get(own.id)?.rooms ?? [];
  for (const room of is) if (!rooms.includes(room)) own.emitQuietly("room:leave", [room]);
  for (const room of rooms) if (!is.includes(room)) own.emitQuietly("room:join", [room]);
}

function isPlaced(place: ClientPlace, target: Target, lab: LabActions): boolean {
  const { name, server, rooms = [] } = place;
  const own = lab.client(name);
  if (own?.server !== server || isTooOld(name, lab)) return false;
  const client = own.connected ? lab.derived.picture.clients.get(own.id) : undefined;
  // If the client can't get in, it's where the step wants it: outside. If it can, it tries again after a refusal.
  if (!client) return isKeptOut(server, lab) || (own.refusal !== undefined && failsByTurns(place, target));
  return client.rooms.length === rooms.length && rooms.every((room) => client.rooms.includes(room));
}

/** With streams a session can be recovered, but not one from before the link was set. */
function isTooOld(name: string, { derived, client: named }: LabActions): boolean {
  const client = derived.picture.clients.get(named(name)?.id ?? "");
  if (!client) return false;
  const { link, linkAt } = derived.picture.servers[client.server];
  const came = derived.notable.findLast(
    (event) => event.type === "connected" && event.socket === client.socket,
  );
  return link === "streams" && came !== undefined && came.at < linkAt;
}

function isKeptOut(server: EntryPoint, { derived }: LabActions): boolean {
  const { servers } = derived.picture;
  const doors = server === "balanced" ? serverNames : [server];
  return doors.every((name) => servers[name].state !== "running");
}

/** A balancer that takes turns refuses long-polling. */
const failsByTurns = ({ server, transport }: ClientPlace, target: Target): boolean =>
  server === "balanced" && transport === "polling" && !isSticky(target);

const isSticky = ({ balancer }: Target): boolean => balancer?.sticky ?? false;

/** Removes fields whose value is undefined. */
function defined<T extends object>(fields: T | undefined): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
