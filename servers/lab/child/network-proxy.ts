// Accepts and opens connections for a process without network access, and hands them over.
//
//   client ──▶ the server's socket path ──▶ proxy ──accept──▶ process
//   process ──dial──▶ proxy ──connects──▶ Redis, ──dialled──▶ process
import net, { type Socket } from "node:net";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { TraceError } from "../../protocol.ts";
import { createRate } from "../../rate.ts";
import { addressOf } from "../../redis/connect.ts";

export interface NetworkProxy {
  /** Resolves once connections to `socketPath` are accepted. */
  listen: (socketPath: string) => Promise<void>;
  dial: (id: number) => void;
  close: () => void;
}

export interface NetworkProxyContext {
  boundary: ErrorBoundary;
  /** The only place that the process can dial. */
  redisUrl: string;
  accepted: (socket: Socket) => void;
  dialled: (id: number, result: Socket | TraceError) => void;
}

const connectWithinMs = 5000;
/** A link opens two or three. */
const dialsPerSecond = 20;

export function createNetworkProxy({
  boundary,
  redisUrl,
  accepted,
  dialled,
}: NetworkProxyContext): NetworkProxy {
  const dials = createRate({ perSecond: dialsPerSecond });
  // Paused, so that the process gets every byte.
  const server = net.createServer({ pauseOnConnect: true, noDelay: true }, accepted);
  boundary.listen(server, (error) => boundary.report("network proxy of a server", error));

  return {
    listen(socketPath) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once("error", reject);
      server.listen(socketPath, resolve);
      return promise;
    },
    dial(id) {
      if (!dials.take())
        return dialled(id, {
          code: "ECONNREFUSED",
          message: `more than ${dialsPerSecond} connections a second`,
        });
      const socket = net.connect({ ...addressOf(new URL(redisUrl)), noDelay: true });
      socket.pause();
      const failed = ({ message, code = "" }: Error & { code?: string }) => {
        socket.destroy();
        dialled(id, { code, message });
      };
      socket.setTimeout(connectWithinMs, () =>
        failed(Object.assign(new Error("connect ETIMEDOUT"), { code: "ETIMEDOUT" })),
      );
      socket.once("error", failed);
      socket.once("connect", () => {
        socket.setTimeout(0);
        socket.off("error", failed);
        dialled(id, socket);
      });
    },
    close: () => void server.close(),
  };
}
