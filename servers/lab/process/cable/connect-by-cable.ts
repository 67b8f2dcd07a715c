// Gives node-redis a cable in place of a socket. It opens its connections by net.createConnection() and takes no stream from
// anybody, so that function is replaced, for one address; every other connection is made as ever.
import net from "node:net";
import type { Duplex } from "node:stream";
import { addressOf } from "../../../redis/target.ts";

/** Connections of this process to the host and port of `url` are made by `connect` from now on. */
export function divert(url: URL, connect: () => Duplex): void {
  const { createConnection } = net;
  const { host, port } = addressOf(url);
  const diverted = (...args: Parameters<typeof createConnection>) => {
    const [options] = args as unknown[] as [Partial<net.TcpNetConnectOpts>];
    return options.host === host && options.port === port ? connect() : createConnection(...args);
  };
  Object.assign(net, { createConnection: diverted });
}
