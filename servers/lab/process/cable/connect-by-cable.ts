// Gives node-redis a cable in place of a socket. node-redis always calls net.createConnection() and accepts no stream, so
// that function is replaced for one address. Every other connection is made as usual.
import net from "node:net";
import type { Duplex } from "node:stream";
import { addressOf } from "../../../redis/connect.ts";

/** From now on, this process opens connections to the host and port of `url` with `connect`. */
export function connectByCable(url: URL, connect: () => Duplex): void {
  const { createConnection } = net;
  const { host, port } = addressOf(url);
  const byCable = (...args: Parameters<typeof createConnection>) => {
    const [options] = args as unknown[] as [Partial<net.TcpNetConnectOpts>];
    return options.host === host && options.port === port ? connect() : createConnection(...args);
  };
  Object.assign(net, { createConnection: byCable });
}
