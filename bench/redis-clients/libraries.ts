// The Redis clients whose behaviour lessons 06 and 10 quote, each by its exact version, and how each of them is called.

export interface Library {
  /** As the table has it. */
  name: string;
  package: "redis" | "ioredis";
  version: string;
  /** How its API looks: callbacks (redis 3), promises (redis 4 and later), or ioredis. */
  api: "callbacks" | "promises" | "ioredis";
}

export interface Case {
  library: Library;
  /** Passed to the client's constructor besides the URL. */
  options: Record<string, unknown>;
  /** The options as a reader would write them; empty for the defaults. */
  written: string;
}

const library = (name: Library["package"], version: string, api: Library["api"]): Library => ({
  name: `${name} ${version}`,
  package: name,
  version,
  api,
});

const redis3 = library("redis", "3.1.2", "callbacks");
const redis4 = library("redis", "4.7.1", "promises");
const redis5 = library("redis", "5.10.0", "promises");
const redis6 = library("redis", "6.3.1", "promises");
const ioredis5 = library("ioredis", "5.11.1", "ioredis");
const ioredis6 = library("ioredis", "6.0.0", "ioredis");

export const libraries = [redis3, redis4, redis5, redis6, ioredis5, ioredis6];

/** The name under which a version is installed next to the others. */
export const aliasOf = ({ package: name, version }: Library): string => `${name}-${version.split(".")[0]}`;

const asItComes = (one: Library): Case => ({ library: one, options: {}, written: "" });

/** One connection that subscribes and publishes. */
export const sampleCases: Case[] = [
  ...[redis3, redis4, redis5].map(asItComes),
  { library: redis5, options: { RESP: 3 }, written: "RESP: 3" },
  asItComes(redis6),
  { library: redis6, options: { RESP: 2 }, written: "RESP: 2" },
  ...[ioredis5, ioredis6].map(asItComes),
];

/** One broadcast of the Redis adapter while there is no Redis. */
export const outageCases: Case[] = [
  ...[redis3, redis4, redis5, redis6].map(asItComes),
  {
    library: redis6,
    options: { commandOptions: { timeout: 0 } },
    written: "commandOptions: { timeout: 0 }",
  },
  { library: redis6, options: { disableOfflineQueue: true }, written: "disableOfflineQueue: true" },
  ...[ioredis5, ioredis6].map(asItComes),
];
