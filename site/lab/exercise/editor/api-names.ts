// What completion offers after `io.`, `socket.` and a Redis client: the API that the exercises use, with its signatures. It's
// written by hand: TypeScript's own service would be forty times as large as the whole editor.

/** A member's name, and what it takes and returns. */
export type Member = readonly [name: string, signature: string];

const broadcast: readonly Member[] = [
  ["emit", "(event: string, ...args): boolean"],
  ["emitWithAck", "(event: string, ...args): Promise<any[]>"],
  ["to", "(room: string | string[])"],
  ["in", "(room: string | string[])"],
  ["except", "(room: string | string[])"],
  ["timeout", "(ms: number)"],
  ["compress", "(compress: boolean)"],
];
const flags: readonly Member[] = [
  ["local", "only this server’s own clients"],
  ["volatile", "may be dropped if a client isn’t ready"],
];

const io: readonly Member[] = [
  ...broadcast,
  ...flags,
  ["on", "(event: string, listener: (...args) => void)"],
  ["of", "(namespace: string): Namespace"],
  ["use", "(middleware: (socket, next) => void)"],
  ["adapter", "(adapter)"],
  ["fetchSockets", "(): Promise<RemoteSocket[]>"],
  ["socketsJoin", "(room: string | string[]): void"],
  ["socketsLeave", "(room: string | string[]): void"],
  ["disconnectSockets", "(close?: boolean): void"],
  ["serverSideEmit", "(event: string, ...args): boolean"],
  ["serverSideEmitWithAck", "(event: string, ...args): Promise<any[]>"],
  ["sockets", "Namespace"],
  ["close", "(): Promise<void>"],
];

const socket: readonly Member[] = [
  ...broadcast,
  ["broadcast", "everyone but this client"],
  ...flags,
  ["id", "string"],
  ["rooms", "Set<string>"],
  ["data", "any"],
  ["handshake", "{ auth, headers, query, … }"],
  ["recovered", "boolean"],
  ["on", "(event: string, listener: (...args) => void)"],
  ["once", "(event: string, listener: (...args) => void)"],
  ["onAny", "(listener: (event, ...args) => void)"],
  ["join", "(room: string | string[]): Promise<void> | void"],
  ["leave", "(room: string): Promise<void> | void"],
  ["disconnect", "(close?: boolean)"],
];

const redis: readonly Member[] = [
  ["publish", "(channel: string, message: string | Buffer): Promise<number>"],
  [
    "subscribe",
    "(channel: string | string[], listener: (message: string, channel: string) => void): Promise<void>",
  ],
  [
    "pSubscribe",
    "(pattern: string | string[], listener: (message: string, channel: string) => void): Promise<void>",
  ],
  [
    "sSubscribe",
    "(channel: string | string[], listener: (message: string, channel: string) => void): Promise<void>",
  ],
  ["unsubscribe", "(channel?: string | string[]): Promise<void>"],
  ["pUnsubscribe", "(pattern?: string | string[]): Promise<void>"],
  ["duplicate", "(): RedisClient"],
  ["connect", "(): Promise<RedisClient>"],
  ["destroy", "(): void"],
  ["ping", "(): Promise<string>"],
  ["on", "(event: string, listener: (...args) => void)"],
];

/** By the name of the variable before the dot. */
export const members: Readonly<Record<string, readonly Member[]>> = {
  io,
  socket,
  pubClient: redis,
  subClient: redis,
  redisClient: redis,
  JSON: [
    ["parse", "(text: string): any"],
    ["stringify", "(value: unknown): string"],
  ],
  console: [
    ["log", "(...values): void"],
    ["error", "(...values): void"],
  ],
};

/** What stands alone. */
export const globals: readonly Member[] = [
  ["createAdapter", "(pubClient, subClient, { key, requestsTimeout }?)"],
  ["createClient", "({ url, RESP, … }): RedisClient"],
  ["JSON", "parse, stringify"],
  ["console", "log, error"],
  ["Buffer", "from, isBuffer, concat"],
];
