// Makes node-redis build its class of some 500 commands once. It builds it again for each new set of options, such as another
// address, and its options change while it connects: the first two switches of a server took 50 ms each.
import { createClient } from "redis";

/** The part of the options that the class depends on. */
interface ClassConfig {
  RESP?: number | undefined;
  modules?: object | undefined;
  functions?: object;
  scripts?: object;
}
type Create = (options: unknown) => object;
interface ClientBase {
  factory: (config?: ClassConfig) => Create;
}

/** Builds the class now, and keeps one for each version of the protocol. Clients with commands of their own get theirs. */
export function buildRedisClassOnce(): void {
  const Base: ClientBase = Object.getPrototypeOf(createClient().constructor);
  const { factory } = Base;
  const kept = new Map<number | undefined, { create: Create; modules: object | undefined }>();
  Base.factory = (config = {}) => {
    const { RESP, modules, functions, scripts } = config;
    if (functions || scripts) return factory(config);
    const known = kept.get(RESP);
    if (known && sameEntries(known.modules, modules)) return known.create;
    const create = factory({ RESP, modules });
    kept.set(RESP, { create, modules });
    return create;
  };
  createClient();
}

function sameEntries(one: object = {}, other: object = {}): boolean {
  const [entries, others] = [Object.entries(one), new Map(Object.entries(other))];
  return entries.length === others.size && entries.every(([name, value]) => others.get(name) === value);
}
