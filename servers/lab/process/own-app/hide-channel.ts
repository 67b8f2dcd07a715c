// Keeps the gateway's channel from an app: it can neither read from it nor write to it. To the app, its process looks like the
// worker of a cluster: A and B are the two workers, and the lab's balancer stands for the primary.
import cluster from "node:cluster";
import module from "node:module";

/** Passes every message of the gateway to `take`, and to nothing else. Call it before the app is loaded. */
export function hideChannel(take: (...message: unknown[]) => void): void {
  const emit = process.emit as (name: string, ...args: unknown[]) => boolean;
  const listening = (name: string, ...args: unknown[]): boolean => {
    if (name !== "message") return emit.call(process, name, ...args);
    take(...args);
    return true;
  };
  Object.assign(process, { emit: listening, send: () => true });
}

/** Whether the app waits for connections that a primary hands over, as with @socket.io/sticky, instead of listening. */
export function waitsForPrimary(): boolean {
  return process.listenerCount("message") > ownListeners;
}

const ownListeners = 1;

/** From now on, `node:cluster` says that this process is a worker. It listens by itself all the same. */
export function actAsClusterWorker(): void {
  Object.assign(cluster, {
    isMaster: false,
    isPrimary: false,
    isWorker: true,
    worker: { id: 1, process, isConnected: () => true, isDead: () => false },
    // What Node's listen() of a worker asks its primary for: here, no handle, so the process makes its own.
    _getServer: (_server: unknown, _query: unknown, done: (error: number, handle: null) => void) =>
      done(0, null),
  });
  module.syncBuiltinESMExports();
}
