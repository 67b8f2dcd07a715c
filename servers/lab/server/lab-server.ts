// Server A or B of one lab: its current process, its link and its cable. The link and the cable outlive the process.
import type { Socket } from "node:net";
import type { CableState, LinkName, ServerName, ServerState } from "../../protocol.ts";
import type { ServerProcess } from "../child/server-process.ts";
import { now } from "../clock.ts";
import type { OwnCode } from "../code-change/own-code.ts";
import { type Prepared, prepare } from "../code-change/replace.ts";
import { LabError } from "../errors.ts";
import { linkWithinMs, refuseUnsupported, whyNotLinked } from "../link-errors.ts";
import { startServer } from "./lab-server-start.ts";
import type { LabServerContext, ServerStatus } from "./lab-server-status.ts";

export interface LabServer {
  state: () => ServerState;
  cable: () => CableState;
  /** Starts the process unless it runs. Resolves once it listens, linked as before. */
  start: () => Promise<void>;
  /**
   * Loads code into a fresh process, which can then replace the running one; null for the lessons' own. Rejects with a CodeError
   * if it cannot run; the running process then goes on.
   */
  prepare: (code: OwnCode | null, ownAdapter?: boolean) => Promise<Prepared>;
  /** Ends the process with SIGKILL, and one that is to replace it. Resolves once both are gone. */
  kill: () => Promise<void>;
  /** Kills it, and starts no process from now on. */
  close: () => Promise<void>;
  /** Ends the process with SIGTERM: it disconnects its clients and saves their sessions. Resolves once it is gone. */
  stop: () => Promise<void>;
  /** Resolves once the link is in use. Rejects with a LabError if it can't be. */
  setLink: (link: LinkName) => Promise<void>;
  setCable: (change: Partial<Pick<CableState, "state" | "delayMs">>) => Promise<void>;
  /** Returns the socket that takes HTTP requests. Throws a LabError if the process doesn't run. */
  socketPath: () => string;
  /** Hands over a client's connection, with the bytes read so far (latin1). Throws a LabError if the process doesn't run. */
  upgrade: (head: string, socket: Socket) => void;
  /** Asks the process for everything observed so far. */
  mark: () => void;
  /** Resolves once it has sent everything observed so far; at once if it doesn't run. */
  flushed: () => Promise<void>;
}

/** Creates a stopped server without a link, and with a cable that passes everything. */
export function createLabServer(name: ServerName, context: LabServerContext): LabServer {
  const { note } = context;
  const server: ServerStatus = {
    name,
    process: null,
    socketPath: "",
    state: "stopped",
    link: "none",
    cable: { state: "up", delayMs: 0 },
    code: null,
    ownAdapter: true,
    fresh: null,
    isKilled: false,
    isClosed: false,
  };
  let starting: Promise<void> | null = null;
  const startBy = (work: () => Promise<void>) => {
    starting = work().finally(() => {
      starting = null;
    });
    return starting;
  };

  async function kill(): Promise<void> {
    server.isKilled = true;
    await Promise.all([server.process?.kill(), server.fresh?.kill()]);
  }

  return {
    state: () => ({
      name,
      pid: server.process?.pid ?? null,
      state: server.state,
      link: server.link,
      path: context.path,
      code: server.code?.state ?? null,
      app: server.process?.app() ?? null,
    }),
    cable: () => ({ name, ...server.cable }),
    start() {
      if (server.process && !starting) return Promise.resolve();
      return starting ?? startBy(() => startServer(server, context));
    },
    async prepare(code, ownAdapter = server.ownAdapter) {
      const prepared = await prepare(server, context, { code, ownAdapter });
      return {
        ...prepared,
        async use() {
          await starting?.catch(() => {}); // what is starting now is replaced at once
          await startBy(prepared.use);
        },
      };
    },
    kill,
    close() {
      server.isClosed = true;
      return kill();
    },
    async stop() {
      server.isKilled = true;
      await server.process?.stop();
    },
    async setLink(link) {
      refuseUnsupported(link, context.redis);
      refuseForApp(server, link);
      const serverProcess = running(server, context.lab);
      if (link === server.link) return;
      if (link !== "none" && server.cable.state !== "up") {
        throw notLinked(server, link, `its cable is set to ${server.cable.state}. Set the cable to up first`);
      }
      try {
        await serverProcess.setLink(link, linkWithinMs);
      } catch (error) {
        if (!(error instanceof LabError) || server.state !== "running") throw error;
        throw notLinked(server, link, whyNotLinked(error, server.code !== null));
      }
      server.link = link;
      note(now(), { type: "link", server: name, link });
    },
    async setCable(change) {
      const cable = { ...server.cable, ...change };
      const t = now(); // before what it lets through
      // A server that is down gets this cable when it starts.
      await server.process?.setCable(cable);
      server.cable = cable;
      note(t, { type: "cable", server: name, ...cable });
    },
    socketPath() {
      running(server, context.lab);
      return server.socketPath;
    },
    upgrade: (head, socket) => running(server, context.lab).upgrade(head, socket),
    mark: () => server.process?.mark(),
    async flushed() {
      server.process?.mark();
      await server.process?.ping().catch(() => {}); // it has ended
    },
  };
}

/** Returns the process; throws a LabError unless it is running. */
function running({ name, process, state }: ServerStatus, lab: string): ServerProcess {
  if (process && state === "running") return process;
  throw new LabError(
    "conflict",
    `Server ${name.toUpperCase()} is ${state}, and this needs it running. Start it: POST /api/labs/${lab}/servers/${name}/start`,
  );
}

/** Throws a LabError if the app that runs cannot have this link. */
function refuseForApp({ name, process }: ServerStatus, link: LinkName): void {
  const app = process?.app();
  if (!app || link === "none") return;
  const why = app.adapter
    ? `it has an adapter of its own, ${app.adapter}. Leave that out to try another: PATCH /api/labs/<id>/app {"ownAdapter":false}`
    : "a bridge by hand needs code in the app. Choose adapter, sharded or streams";
  if (app.adapter || link === "bridge" || link === "bridge-single")
    throw new LabError(
      "conflict",
      `The app on server ${name.toUpperCase()} can't be linked by ${link}: ${why}.`,
    );
}

function notLinked({ name, link }: ServerStatus, requested: LinkName, why: string): LabError {
  return new LabError(
    "conflict",
    `Server ${name.toUpperCase()} could not be linked by ${requested}: ${why}. Its link is still ${link}.`,
  );
}
