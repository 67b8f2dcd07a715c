// Runs an app of the user's own as the lab's server: loads its file unchanged, and finds the Socket.IO server that it creates.
import type http from "node:http";
import module, { createRequire } from "node:module";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type * as SocketIo from "socket.io";
import type { Server } from "socket.io";
import type * as Adapters from "socket.io-adapter";
import type { AppState, CodePlace } from "../../../protocol.ts";
import { inTime } from "../../with-timeout.ts";
import { OwnCodeError } from "../own-code/error-place.ts";
import { type ListeningServer, onServerListening } from "./app-network.ts";
import { actAsClusterWorker, waitsForPrimary } from "./hide-channel.ts";
import { loadApp } from "./load-app.ts";
import { supportOlderSocketIo } from "./older-socket-io.ts";
import { syntaxErrorOf } from "./syntax.ts";

export interface RunningApp {
  io: Server;
  /** The same server, for the lab to change its adapter: it takes any, and nobody notices. */
  linked: Server;
  http: http.Server;
  app: AppState;
  /** Lets the app's HTTP server listen on a Unix socket. */
  listen: (path: string) => Promise<void>;
}

export interface RunAppOptions {
  file: string;
  /** Whether the server gets the adapter that the app gives it; otherwise it keeps Socket.IO's own. */
  ownAdapter: boolean;
  /** Called with the app's files that were loaded, also when it then fails. */
  loaded: (files: string[]) => void;
  /** Called if the app gives its server another adapter once it runs. */
  changed: (app: AppState) => void;
}

/** If an app doesn't listen within this time, it's assumed that it never will. */
const listenWithinMs = 5000;

/** Rejects with an OwnCodeError that says what is wrong with the app, and where. */
export async function runAppFile({ file, ownAdapter, loaded, changed }: RunAppOptions): Promise<RunningApp> {
  const found: { io: Server; place: CodePlace | undefined }[] = [];
  const listening: ListeningServer[] = [];
  const listened = Promise.withResolvers<void>();
  const listen = onServerListening((server) => {
    listening.push(server);
    listened.resolve();
  });
  const socketIo = watchServers(file, (io) => found.push({ io, place: placeIn(file, new Error("created")) }));
  const { adapter: setAdapter } = socketIo.server;
  /** Once it runs. */
  let app: AppState | undefined;
  if (ownAdapter) onAdapterSet(socketIo, noticeAdapter);
  else leaveOutAdapter(socketIo);
  const files = watchFiles();
  actAsClusterWorker();
  try {
    await loadApp(file);
    if (!waitsForPrimary()) await inTime(listenWithinMs, listened.promise);
  } catch (error) {
    throw describeAppError(file, error, files.at(-1));
  } finally {
    loaded(files);
  }

  const [first, second] = found;
  if (!first)
    throw new OwnCodeError({ message: `No Socket.IO server was created within ${listenWithinMs / 1000} s.` });
  if (second) {
    throw new OwnCodeError({
      message:
        "Two Socket.IO servers were created in one process. A lab's server is one: give Crosstalk a file that creates one.",
      place: second.place,
    });
  }
  const server = httpServerOf(first.io, listening);
  if (!server) {
    throw new OwnCodeError({
      message: `The Socket.IO server did not listen within ${listenWithinMs / 1000} s. Call listen() on its HTTP server.`,
      place: first.place,
    });
  }
  supportOlderSocketIo(first.io, socketIo.socket);
  app = {
    socketIo: socketIo.version,
    adapter: ownAdapterOf(first.io),
    ...(!ownAdapter && { isAdapterLeftOut: true }),
  };
  return {
    io: first.io,
    linked: Object.create(first.io, { adapter: { value: setAdapter.bind(first.io) } }),
    http: server,
    app,
    listen: (path) => listen(server, path),
  };

  function noticeAdapter(io: Server): void {
    if (!app || io !== found[0]?.io) return;
    const adapter = ownAdapterOf(io);
    if (adapter === app.adapter) return;
    app = { ...app, adapter };
    changed(app);
  }
}

interface SocketIoPackage {
  version: string;
  /** The prototype of its servers. */
  server: Server;
  /** The prototype of its sockets. */
  socket: object;
  /** The package of Socket.IO's own adapters that it uses. */
  adapters: typeof Adapters;
}

/** Calls `created` with each Socket.IO server that is created from now on. Returns the app's version of Socket.IO. */
function watchServers(file: string, created: (io: Server) => void): SocketIoPackage {
  const require = createRequire(file);
  let own: typeof SocketIo;
  try {
    own = require("socket.io");
  } catch {
    throw new OwnCodeError({
      message: `socket.io isn't installed where this file can find it. Run npm install in its folder first.`,
      place: { file: relative(dirname(file), file), line: 1 },
    });
  }
  const known = new WeakSet<object>();
  const { of } = own.Server.prototype;
  // The constructor calls it before the app has the server.
  own.Server.prototype.of = function (this: Server, ...args: Parameters<typeof of>) {
    if (!known.has(this)) {
      known.add(this);
      created(this);
    }
    return of.apply(this, args);
  } as typeof of;
  const folder = require.resolve("socket.io").replace(/dist\/index\.js$/, "");
  return {
    version: String(require(`${folder}package.json`).version),
    server: own.Server.prototype,
    socket: own.Socket.prototype,
    adapters: createRequire(require.resolve("socket.io"))("socket.io-adapter"),
  };
}

/** Returns a list that grows by each file of the user's own that is loaded. */
function watchFiles(): string[] {
  const files: string[] = [];
  module.registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:") && !url.includes("/node_modules/")) files.push(fileURLToPath(url));
      return next(url, context);
    },
  });
  return files;
}

function httpServerOf(io: Server, listening: readonly ListeningServer[]): http.Server | undefined {
  const { httpServer } = io as unknown as { httpServer?: http.Server };
  return waitsForPrimary() ? httpServer : listening.find(({ server }) => server === httpServer)?.server;
}

/** Socket.IO's own adapters, by class name. */
const plainAdapters = new Set(["Adapter", "SessionAwareAdapter"]);

/** From now on, calls `set` with each server that is given an adapter. */
function onAdapterSet({ server }: SocketIoPackage, set: (io: Server) => void): void {
  const { adapter } = server;
  server.adapter = function (this: Server, ...given: Parameters<typeof adapter>) {
    const result = adapter.apply(this, given);
    if (given.length > 0) set(this);
    return result;
  } as typeof adapter;
}

/** From now on, servers that an app gives another adapter than Socket.IO's own keep the one that they have. */
function leaveOutAdapter({ server, adapters }: SocketIoPackage): void {
  const { adapter } = server;
  server.adapter = function (this: Server, ...given: Parameters<typeof adapter>) {
    const [wanted] = given;
    if (!wanted || plainAdapters.has(wanted.name)) return adapter.apply(this, given);
    if (this.adapter()) return this;
    // In its constructor, which has none yet.
    const { connectionStateRecovery } =
      (this as unknown as { opts?: Partial<SocketIo.ServerOptions> }).opts ?? {};
    return adapter.call(this, connectionStateRecovery ? adapters.SessionAwareAdapter : adapters.Adapter);
  } as typeof adapter;
}

function ownAdapterOf(io: Server): string | null {
  const { name } = io.of("/").adapter.constructor;
  return plainAdapters.has(name) ? null : name.slice(0, 100) || "another";
}

/** Returns an error with the message of what was thrown, and the innermost line of the app in its stack. */
export function describeAppError(file: string, error: unknown, lastLoaded = file): OwnCodeError {
  if (error instanceof OwnCodeError) return error;
  if (!(error instanceof Error)) return new OwnCodeError({ message: `threw ${String(error)}` });
  const place =
    placeIn(file, error) ?? (error instanceof SyntaxError ? syntaxErrorOf(file, lastLoaded) : undefined);
  return new OwnCodeError({ message: `${error.name}: ${error.message}`.slice(0, 1000), place });
}

function placeIn(file: string, { stack = "" }: Error): CodePlace | undefined {
  const folder = dirname(file);
  for (const [, path = "", line] of stack.matchAll(
    /(?:file:\/\/)?(\/[^\s():]+|[A-Z]:[\\/][^\s():]+):(\d+)/g,
  )) {
    if (path.startsWith(folder) && !path.includes("node_modules"))
      return { file: relative(folder, path), line: Number(line) };
  }
  return undefined;
}
