// What a code or a name in a lesson's text means in the lab: a line for a terminal, a command for Redis, or a panel. Pure.

/** What the lab next to the text has, in the page's language. */
export interface LabNames {
  /** Names of the panels' tabs, to their ids. */
  panels: Readonly<Record<string, string>>;
  /** The lesson's clients, by name. */
  clients: readonly string[];
}

export type Meaning =
  | { does: "type"; line: string; clients: readonly string[] }
  | { does: "redis"; line: string }
  | { does: "panel"; panel: string };

const command = /^(?:(?:send|emit|ack|to|join|leave|transport) \S.*|who|ask|connect|disconnect|drop|help)$/;
const redisCommand =
  /^(?:PUBLISH|SUBSCRIBE|PSUBSCRIBE|PUBSUB|SET|GET|HSET|HGETALL|LPUSH|LRANGE|SADD|SMEMBERS) \S.*$/;
const both = /\bboth terminals\b|两个终端/;
const ofClient = /(\p{L})(?:['’]s terminal| 的终端)/gu;

/**
 * @param around The text that a code stands in, and `before`: how much of that comes before it. The terminal that is named
 * next to a command is where it's typed; without one, that of the lesson's first client.
 */
export function meaningOfCode(
  code: string,
  around: string,
  before: number,
  known: LabNames,
): Meaning | undefined {
  if (Object.values(known.panels).includes("redis") && redisCommand.test(code))
    return { does: "redis", line: code };
  // Three dots stand for something that the reader has to fill in.
  if (!command.test(code) || code.includes("…")) return undefined;
  if (both.test(around)) return { does: "type", line: code, clients: known.clients.slice(0, 2) };
  const named = [...around.matchAll(ofClient)].filter(([, name = ""]) => known.clients.includes(name));
  const nearest = named.toSorted(
    (one, two) => Math.abs(one.index - before) - Math.abs(two.index - before),
  )[0];
  const client = nearest?.[1] ?? known.clients[0];
  return client === undefined ? undefined : { does: "type", line: code, clients: [client] };
}

export function meaningOfName(name: string, { panels }: LabNames): Meaning | undefined {
  const panel = Object.hasOwn(panels, name) ? panels[name] : undefined;
  return panel === undefined ? undefined : { does: "panel", panel };
}
