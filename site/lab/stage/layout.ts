// Where everything stands in the picture, in pixels, for the width that there is. Pure.
//
//     (α)         (β)       clients above their server
//   ┌──┴──┐     ┌──┴──┐
//   │  A  │     │  B  │     servers
//   └──┬──┘     └──┬──┘
//      └──[Redis]──┘        Redis below

import type { ServerName } from "../../../servers/protocol.ts";
import type { Place } from "../derive/story.ts";

export interface Seat {
  /** Its socket id once it is connected; before that its name. */
  key: string;
  label: string;
  server: ServerName;
  connected: boolean;
  transport: string;
  rooms: readonly string[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A cubic curve: start, two controls, end. */
export type Curve = readonly [Point, Point, Point, Point];

export interface Layout {
  width: number;
  height: number;
  servers: readonly { name: ServerName; box: Box; hidden: number }[];
  seats: readonly (Seat & Point)[];
  redis: Box | undefined;
  radius: number;
}

const margin = 12;
const gap = 28;
const seatY = 62;
const radius = 22;
const serverY = 182;
const seatWidth = 92;

/** @param width of the picture; 560 when it is drawn before there is a page to measure. */
export function layout(
  width: number,
  show: readonly (ServerName | "redis")[],
  seats: readonly Seat[],
): Layout {
  const names = show.filter((name) => name !== "redis");
  const hasRedis = show.includes("redis");
  const serverHeight = hasRedis ? 104 : 64;
  const each = Math.min(340, (width - 2 * margin - gap * (names.length - 1)) / names.length);
  const left = (width - each * names.length - gap * (names.length - 1)) / 2;
  const servers = names.map((name, index) => {
    const box = { x: left + index * (each + gap), y: serverY, width: each, height: serverHeight };
    const there = seats.filter(({ server }) => server === name).length;
    return { name, box, hidden: Math.max(0, there - places(each)) };
  });

  const placed = servers.flatMap(({ name, box }) => {
    const shown = seats.filter(({ server }) => server === name).slice(0, places(box.width));
    return shown.map((seat, index) => ({
      ...seat,
      x: box.x + (box.width * (index + 0.5)) / shown.length,
      y: seatY,
    }));
  });

  const redisWidth = Math.min(300, width * 0.62);
  const redisY = serverY + serverHeight + 88;
  const redis = hasRedis
    ? { x: (width - redisWidth) / 2, y: redisY, width: redisWidth, height: 60 }
    : undefined;
  return {
    width,
    height: redis ? redis.y + redis.height + margin : serverY + serverHeight + margin,
    servers,
    seats: placed,
    redis,
    radius,
  };
}

/** How many clients find room above a server. */
function places(width: number): number {
  return Math.max(2, Math.floor(width / seatWidth));
}

/**
 * The way between two places, or undefined when one of them is not in the picture. What goes up keeps to the
 * right of what goes down, so that both can be seen.
 */
export function way(at: Layout, from: Place, to: Place): Curve | undefined {
  const [one, two] = [from, to];
  const client = one.at === "client" ? one : two.at === "client" ? two : undefined;
  const server = one.at === "server" ? one : two.at === "server" ? two : undefined;
  const box = at.servers.find(({ name }) => name === server?.server)?.box;
  if (!box || !server) return undefined;
  if (client) {
    const seat = at.seats.find(({ key }) => key === client.socket);
    if (!seat) return undefined;
    const isUp = two.at === "client";
    const x = seat.x + (isUp ? 9 : -9);
    const top = { x, y: seat.y + at.radius + 4 };
    const bottom = { x, y: box.y - 3 };
    return isUp ? straight(bottom, top) : straight(top, bottom);
  }
  if (!at.redis) return undefined;
  const isUp = two.at === "server";
  const shift = isUp ? 9 : -9;
  const curve = cable(at, server.server, shift);
  if (!curve) return undefined;
  return isUp ? [curve[3], curve[2], curve[1], curve[0]] : curve;
}

/** The cable between a server and Redis, from the server down; `shift` moves it sideways. */
export function cable(at: Layout, name: ServerName, shift = 0): Curve | undefined {
  const box = at.servers.find((server) => server.name === name)?.box;
  if (!box || !at.redis) return undefined;
  const inside = at.servers.length === 1 ? 0.5 : name === "a" ? 0.25 : 0.75;
  const start = { x: box.x + box.width / 2 + shift, y: box.y + box.height };
  const end = { x: at.redis.x + at.redis.width * inside + shift, y: at.redis.y };
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle + 12 }, { x: end.x, y: middle - 12 }, end];
}

function straight(from: Point, to: Point): Curve {
  const part = (share: number) => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  });
  return [from, part(1 / 3), part(2 / 3), to];
}

/** The point at `t`, from 0 to 1. */
export function along([one, two, three, four]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: mix(one.x, two.x, three.x, four.x), y: mix(one.y, two.y, three.y, four.y) };
}

export function pathOf([one, two, three, four]: Curve): string {
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  return `M${at(one)}C${at(two)} ${at(three)} ${at(four)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
