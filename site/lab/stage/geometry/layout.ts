// Where everything is in the picture, in pixels, for the available width. Pure.
//
//     (α)         (β)       clients above their server
//   ──┴─[balancer]──┴──     where one stands before the servers
//   ──┴─[balancer]──┴──     if there is one in front of the servers
//   │  A  │     │  B  │     servers
//   └──┬──┘     └──┬──┘
//      └──[Redis]──┘        Redis below

import type { ServerName } from "../../../../servers/protocol.ts";
import type { Extra, PlacedClient, StageClient } from "../stage-types.ts";
import { clientWidth, type Group, rowOf } from "./client-row.ts";
import { bottomOf, type Lines } from "./connections.ts";
import { isDirect, pastBalancer } from "./past-balancer.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  servers: readonly { name: ServerName; box: Box; hidden: number }[];
  clients: readonly PlacedClient[];
  extras: readonly Extra[];
  balancer: Box | undefined;
  redis: Box | undefined;
  /** Of a client. */
  radius: number;
  lines: Lines;
}

/** How much room the picture takes from top to bottom: all it likes, or as little as it can be read with. */
export type Density = "roomy" | "dense";

const margin = 12;
const gap = 28;
/** Wider than this, a server's card has nothing to fill it with. */
const maxServerWidth = 340;
const balancerHeight = 44;
/** Above the balancer lines go aside, and the rooms of clients are written. */
const aboveBalancer = 24;
const heights: Record<
  Density,
  { server: number; card: number; bareCard: number; cable: number; redis: number }
> = {
  roomy: { server: 152, card: 96, bareCard: 64, cable: 72, redis: 54 },
  dense: { server: 132, card: 74, bareCard: 54, cable: 58, redis: 44 },
};

/**
 * @param width of the picture; 560 if it's drawn before there is a page to measure.
 * @param canAdd whether each server has a place for a new client.
 */
export function layout(
  width: number,
  show: readonly (ServerName | "redis")[],
  clients: readonly StageClient[],
  canAdd = false,
  density: Density = "roomy",
): Layout {
  const names = show.filter((name) => name !== "redis");
  const hasBalancer = clients.some(({ entrance }) => entrance === "balanced");
  const { top, balancerY, serverHeight, redisY, redisHeight, height } = rowsOf(show, clients, density);
  const each = Math.min(maxServerWidth, (width - 2 * margin - gap * (names.length - 1)) / names.length);
  const left = (width - each * names.length - gap * (names.length - 1)) / 2;
  // A client that isn't connected yet stands in the middle, in front of the balancer, and takes room from both sides.
  const waiting = clients.filter(({ server }) => server === undefined);
  const taken = waiting.length > 0 ? Math.min(each * 0.4, (waiting.length * clientWidth) / 2) : 0;

  const boxes = names.map((name, index) => {
    return { name, box: { x: left + index * (each + gap), y: top, width: each, height: serverHeight } };
  });
  const groups = boxes.map(({ name, box }, index): Group => {
    const room = { from: box.x + (index > 0 ? taken : 0), width: each - taken };
    // Next to a balancer, direct connections pass at its side: on the left of the first server, the right of the last.
    const isMirrored = hasBalancer && clients.some(isDirect) && index > 0;
    const feet = { from: box.x, width: each };
    return { server: name, clients: outerFirst(clients, name), room, feet, isMirrored, canAdd };
  });
  const middle = { from: (width - 2 * taken - gap) / 2, width: 2 * taken + gap };
  const still = { isMirrored: false, canAdd: false };
  const between: Group = { server: undefined, clients: waiting, room: middle, feet: middle, ...still };
  const row = rowOf(groups.toSpliced(1, 0, between), width);

  const rowBottom = Math.max(...row.clients.map((client) => bottomOf(client, row.radius)));
  const whole = { from: left, width: width - 2 * left };
  const passed = hasBalancer
    ? pastBalancer(row.clients, groups, whole)
    : { clients: row.clients, balancer: whole };

  const redisWidth = Math.min(440, width * 0.74);
  const redis = show.includes("redis")
    ? { x: (width - redisWidth) / 2, y: redisY, width: redisWidth, height: redisHeight }
    : undefined;
  return {
    width,
    height,
    servers: boxes.map((one) => ({ ...one, hidden: row.hidden[one.name] ?? 0 })),
    clients: passed.clients,
    extras: row.extras,
    balancer: hasBalancer
      ? { x: passed.balancer.from, y: balancerY, width: passed.balancer.width, height: balancerHeight }
      : undefined,
    redis,
    radius: row.radius,
    lines: { radius: row.radius, rowBottom, end: top },
  };
}

/** The picture's height, which doesn't depend on its width. */
export const heightOf = (
  show: readonly (ServerName | "redis")[],
  clients: readonly StageClient[],
  density: Density,
): number => rowsOf(show, clients, density).height;

/** The width in which all clients fit, limited by the maximum width of a server's card. */
export function widthFor(clients: readonly StageClient[], canAdd: boolean): number {
  const crowd = Math.max(
    ...(["a", "b"] as const).map((name) => clients.filter(({ server }) => server === name).length),
  );
  const each = Math.min(maxServerWidth, Math.max(240, (crowd + (canAdd ? 1 : 0)) * clientWidth));
  return 2 * (each + margin) + gap;
}

/** The vertical positions. */
function rowsOf(show: readonly (ServerName | "redis")[], clients: readonly StageClient[], density: Density) {
  const { server, card, bareCard, cable, redis } = heights[density];
  const hasRedis = show.includes("redis");
  const hasBalancer = clients.some(({ entrance }) => entrance === "balanced");
  const top = hasBalancer ? server + balancerHeight + aboveBalancer : server;
  // As far above the servers as numbers need.
  const balancerY = top - balancerHeight - (density === "dense" ? 46 : 56);
  const serverHeight = hasRedis ? card : bareCard;
  const redisY = top + serverHeight + cable;
  const height = hasRedis ? redisY + redis + 6 : top + serverHeight + margin;
  return { top, balancerY, serverHeight, redisY, redisHeight: redis, height };
}

/** The clients of one server, direct connections first. */
function outerFirst(clients: readonly StageClient[], name: ServerName): StageClient[] {
  const there = clients.filter(({ server }) => server === name);
  return [...there.filter(isDirect), ...there.filter((client) => !isDirect(client))];
}
