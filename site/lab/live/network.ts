// How a page reaches its lab's servers: stock clients, and the trace. All of socket.io-client is behind it.

import { Client } from "./client.svelte.ts";
import type { ClientSettings } from "./connection.svelte.ts";
import { watch } from "./watch/trace-connection.ts";

export interface Network {
  connect: (settings: ClientSettings) => Client;
  watch: typeof watch;
}

export const network: Network = { connect: (settings) => new Client(settings), watch };
