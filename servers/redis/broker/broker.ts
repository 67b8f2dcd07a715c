// The embedded broker: a TCP server with the Pub/Sub part of Redis 7.0, for machines without Redis.
//
//   bytes ──▶ command reader ──▶ execute ──▶ replies ──▶ bytes          connection.ts, command-table.ts
//                                   └──▶ messages to subscribers ──▶ bytes    pubsub-commands.ts

import { createServer, type Socket } from "node:net";
import manifest from "../../../package.json" with { type: "json" };
import { encodeValue } from "../resp/encode.ts";
import { error } from "./build-replies.ts";
import { type Broker, type Client, commandTable } from "./command-table.ts";
import { serveClient } from "./connection.ts";
import { connectionCommands } from "./connection-commands.ts";
import { pubSubCommands, unsubscribeAll } from "./pubsub-commands.ts";
import { serverCommands } from "./server-commands.ts";
import { createSubscriptions } from "./subscription-table.ts";

export interface BrokerOptions {
  /** 127.0.0.1 */
  host?: string;
  /** 0, for a free one */
  port?: number;
  /** The password that clients need; none. */
  password?: string;
  /** Connections at a time; 10,000, like Redis' maxclients. */
  maxClients?: number;
  /** Size of one command with all its arguments; 64 MiB. */
  maxCommandBytes?: number;
  /** A subscriber with more unread bytes is disconnected; 32 MiB, like client-output-buffer-limit pubsub. */
  maxUnreadBytes?: number;
}

export interface RunningBroker {
  /** Includes the password. */
  url: string;
  port: number;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

const commands = commandTable({ ...pubSubCommands, ...connectionCommands, ...serverCommands });

/** Starts a broker. Rejects with Node's error if it cannot listen. */
export async function createBroker(options: BrokerOptions = {}): Promise<RunningBroker> {
  const { host = "127.0.0.1", port: wantedPort = 0, maxClients = 10_000, password = null } = options;
  const { maxCommandBytes = 64 * 1024 ** 2, maxUnreadBytes = 32 * 1024 ** 2 } = options;
  const sockets = new Set<Socket>();
  const clients = new Set<Client>();
  let port = wantedPort;
  let lastId = 0;
  let closed: Promise<void> | null = null;

  const broker: Broker = {
    version: manifest.version,
    get port() {
      return port;
    },
    startedAt: Date.now(),
    maxClients,
    password,
    commands,
    clients,
    channels: createSubscriptions(),
    patterns: createSubscriptions(),
    shardChannels: createSubscriptions(),
  };

  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 300_000 });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A broken connection is a client that left. "close" follows and does the rest.
    socket.on("error", () => {});
    if (clients.size >= maxClients) {
      socket.write(encodeValue(error("max number of clients reached"), 2));
      socket.destroySoon();
      return;
    }
    const client = serveClient(socket, ++lastId, broker, { maxCommandBytes, maxUnreadBytes });
    clients.add(client);
    socket.once("close", () => {
      clients.delete(client);
      unsubscribeAll(broker, client);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wantedPort, host, resolve);
  });
  const address = server.address();
  if (typeof address === "object" && address) port = address.port;

  const userInfo = password === null ? "" : `:${encodeURIComponent(password)}@`;
  return {
    url: `redis://${userInfo}${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
      return closed;
    },
  };
}
