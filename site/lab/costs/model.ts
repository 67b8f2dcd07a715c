// What broadcasts to rooms cost: messages and bytes, into Redis, out of it, and for each server. Pure. Its constants are held to the
// traffic of the real adapters by test/servers/chat/links/cost-model.test.ts.
//
//   Redis adapter   one PUBLISH, which Redis hands to every server
//   sharded         one SPUBLISH, which Redis hands to the servers that have somebody in the room; a subscription for each room
//   streams         one XADD, which every server reads

export const modelled = ["adapter", "sharded", "streams"] as const;
export type Modelled = (typeof modelled)[number];

export interface Load {
  servers: number;
  /** Of all servers together. */
  broadcastsPerSecond: number;
  rooms: number;
  /** In each room, spread over the servers by chance. */
  clientsPerRoom: number;
  /** Characters of ASCII text in each message. */
  characters: number;
}

export interface Cost {
  /** A message's payload on the cable, without Redis' own framing. */
  bytes: number;
  /** Each second. */
  intoRedis: number;
  outOfRedis: number;
  /** What one server receives each second, including what it published, and how much of that no client of it needs. */
  perServer: number;
  unneeded: number;
  /** What one server is subscribed to for rooms. */
  subscriptions: number;
}

/** How many servers have somebody in a room, on average. */
export const holders = ({ servers, clientsPerRoom }: Pick<Load, "servers" | "clientsPerRoom">): number =>
  servers * (1 - (1 - 1 / servers) ** clientsPerRoom);

/** To how many servers one broadcast goes that `held` servers have somebody for. */
export const copies = (link: Modelled, servers: number, held: number): number =>
  link === "sharded" ? held : servers;

/** The payload of one broadcast of ASCII text to one room. */
export function payloadBytes(link: Modelled, characters: number, room: string): number {
  if (link === "adapter") return 58 + inMsgpack(characters) + inMsgpack(room.length);
  const json = characters + room.length + 4;
  return link === "sharded" ? 137 + json : 116 + json;
}

/** A text in msgpack: its length takes 1, 2, 3 or 5 bytes. */
const inMsgpack = (characters: number): number =>
  characters + (characters < 32 ? 1 : characters < 256 ? 2 : characters < 65_536 ? 3 : 5);

/** The room's name is as long as in the lessons. */
const room = "tea";

export function costOf(link: Modelled, load: Load): Cost {
  const { servers, broadcastsPerSecond: rate, rooms, characters } = load;
  const held = holders(load);
  const outOfRedis = rate * copies(link, servers, held);
  const perServer = outOfRedis / servers;
  return {
    bytes: payloadBytes(link, characters, room),
    intoRedis: rate,
    outOfRedis,
    perServer,
    unneeded: perServer - (rate * held) / servers,
    subscriptions: link === "sharded" ? (rooms * held) / servers : 0,
  };
}
