// Where a crowd stands: each side in rows around its server, as large as it can be. Pure.
//
//     · · · · ·         · · · · ·       people, in arcs
//    · · ┌─┐ · ·       · · ┌─┐ · ·
//        │A│               │B│          servers
//        └┬┘               └┬┘
//         └─────[Redis]─────┘

export interface Point {
  x: number;
  y: number;
}

export interface Ring {
  /** One per person, in the order they joined. */
  points: readonly Point[];
  /** The radius of a person's mark. */
  radius: number;
}

export interface CrowdLayout {
  width: number;
  height: number;
  servers: readonly [Point, Point];
  /** Half the width of a server. */
  serverSize: number;
  redis: Point;
  rings: readonly [Ring, Ring];
}

/** People stand from this angle below the server's level, over the top, to the same angle on the other side. */
const belowLevel = (9 * Math.PI) / 180;
const span = Math.PI + 2 * belowLevel;
const largest = 46;
const smallest = 3;
/** A mark's radius, as a share of the distance between two neighbours. */
const fill = 0.41;

/** @param counts of people on A and on B. @param leastText the smallest size of a text; the numbers below the servers have three lines. */
export function layoutCrowd(
  width: number,
  height: number,
  counts: readonly [number, number],
  leastText = 11,
): CrowdLayout {
  const half = width / 2;
  const serverSize = Math.max(18, Math.min(width * 0.042, height * 0.08, 52));
  // The numbers go below the servers, at the sides, with Redis between them.
  const foot = Math.max(96, leastText * 6, Math.min(width * 0.122, height * 0.3));
  const redis = { x: half, y: height - foot * 0.42 };
  const level = height - foot;
  const reach = Math.min(half / 2 - 6, (level - 12) / (1 + Math.sin(belowLevel)));
  // If there is height to spare, the rows are farther apart.
  const stretch = Math.min(1.35, (level - 12) / (reach * (1 + Math.sin(belowLevel))));
  // Both sides have marks of the same size, or the smaller crowd would look more important.
  const most = Math.max(...counts, 1);
  const pitch = pitchFor(most, serverSize, reach);
  const outermost = (rowsOf(most, serverSize, pitch).at(-1)?.radius ?? 0) * stretch + pitch * fill;
  const lowest = level - reach * stretch * Math.sin(belowLevel);
  // The remaining height is divided between top and bottom.
  const serverY = lowest - Math.max(0, lowest - outermost - 12) / 2;
  const centers = [half / 2, half + half / 2].map((x) => ({ x, y: serverY })) as [Point, Point];
  const ring = (center: Point, count: number): Ring => ({
    points: seats(count, center, serverSize, pitch, stretch),
    radius: pitch * fill,
  });
  return {
    width,
    height,
    servers: centers,
    serverSize,
    redis,
    rings: [ring(centers[0], counts[0]), ring(centers[1], counts[1])],
  };
}

/** The largest distance between neighbours at which everyone fits within reach. */
function pitchFor(count: number, serverSize: number, reach: number): number {
  let [low, high] = [smallest / fill, largest / fill];
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    const last = rowsOf(count, serverSize, middle).at(-1);
    if (last && last.radius + middle * fill > reach) high = middle;
    else low = middle;
  }
  return low;
}

interface Row {
  radius: number;
  room: number;
}

/** The rows needed for that many people, the innermost first. */
function rowsOf(count: number, serverSize: number, pitch: number): Row[] {
  const rows: Row[] = [];
  for (let left = count; left > 0; ) {
    const radius = serverSize * 1.7 + pitch * (0.5 + rows.length);
    const room = Math.max(1, Math.floor((radius * span) / pitch) + 1);
    rows.push({ radius, room });
    left -= room;
  }
  return rows;
}

function seats(count: number, center: Point, serverSize: number, pitch: number, stretch: number): Point[] {
  const rows = rowsOf(count, serverSize, pitch);
  let left = count;
  let free = rows.reduce((sum, { room }) => sum + room, 0);
  return rows.flatMap(({ radius, room }) => {
    // Fills all rows to the same degree.
    const inRow = Math.round((left * room) / free);
    left -= inRow;
    free -= room;
    const between = inRow > 1 ? Math.min(span / (inRow - 1), (pitch * 2.2) / radius) : 0;
    const from = -Math.PI / 2 - (between * (inRow - 1)) / 2;
    return Array.from({ length: inRow }, (_, index) => ({
      x: center.x + radius * Math.cos(from + between * index),
      y: center.y + stretch * radius * Math.sin(from + between * index),
    }));
  });
}

/** The cable from a server down to Redis. */
export function cable({ servers, serverSize, redis }: CrowdLayout, side: 0 | 1): string {
  const { x, y } = servers[side];
  const start = y + serverSize;
  const end = redis.x + (side === 0 ? -1 : 1) * serverSize * 1.35;
  const bend = redis.y - (redis.y - start) * 0.1;
  return `M${round(x)} ${round(start)}C${round(x)} ${round(bend)} ${round((x + end) / 2)} ${round(redis.y)} ${round(end)} ${round(redis.y)}`;
}

/** The path between a person and their server, from the server's edge to the mark's. */
export function spoke(server: Point, serverSize: number, person: Point, radius: number): string {
  const distance = Math.hypot(person.x - server.x, person.y - server.y) || 1;
  const [dx, dy] = [(person.x - server.x) / distance, (person.y - server.y) / distance];
  const start = { x: server.x + dx * serverSize * 1.35, y: server.y + dy * serverSize * 1.35 };
  const end = { x: person.x - dx * (radius + 2), y: person.y - dy * (radius + 2) };
  return `M${round(start.x)} ${round(start.y)}L${round(end.x)} ${round(end.y)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
