// Opens a client of any of these libraries, in the process that is measured. The packages are loaded from the folder into which
// they were installed.
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Library } from "./libraries.ts";

// biome-ignore lint/suspicious/noExplicitAny: six versions of two libraries, whose types contradict each other
export type AnyClient = any;

export interface Opening {
  folder: string;
  alias: string;
  api: Library["api"];
  url: string;
  options: Record<string, unknown>;
}

/** Makes a client. With redis 4 and later, it's not connected yet. */
export function makeClient({ folder, alias, api, url, options }: Opening): AnyClient {
  const library = createRequire(join(folder, "package.json"))(alias);
  return api === "ioredis" ? new library.Redis(url, options) : library.createClient({ url, ...options });
}

export async function connect(client: AnyClient, api: Library["api"]): Promise<void> {
  if (api === "promises") await client.connect();
  else if (api === "ioredis" ? client.status !== "ready" : !client.ready) await once(client, "ready");
}

export function subscribe(
  client: AnyClient,
  api: Library["api"],
  channel: string,
  hear: (text: string) => void,
) {
  if (api === "promises") return client.subscribe(channel, hear);
  client.on("message", (_: string, text: string) => hear(text));
  if (api === "ioredis") return client.subscribe(channel);
  client.subscribe(channel);
  return once(client, "subscribe");
}

/** Whether the client knows that it has no connection. */
export function isCutOff(client: AnyClient, api: Library["api"]): boolean {
  if (api === "callbacks") return !client.connected;
  return api === "promises" ? !client.isReady : client.status !== "ready";
}
