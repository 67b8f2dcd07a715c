// Starts the process of a lab's server: takes one from the pool, gives it its work, and links it before clients come.
import type { ServerProcess } from "../child/server-process.ts";
import { now } from "../clock.ts";
import { LabError } from "../errors.ts";
import { linkWithinMs, whyNotLinked } from "../link-errors.ts";
import { answerWithinMs } from "../process-pool.ts";
import { inTime, within } from "../with-timeout.ts";
import { enterState, type LabServerContext, refuseIfClosed, type ServerStatus } from "./lab-server-status.ts";
import { assignWork } from "./lab-server-work.ts";

/** Resolves once the process listens, linked as before. Throws a LabError when it doesn't within `startWithinMs`. */
export async function startServer(server: ServerStatus, context: LabServerContext): Promise<void> {
  refuseIfClosed(server);
  server.isKilled = false;
  await within(context.startWithinMs, startProcess(server, context), () => {
    const label = server.name.toUpperCase();
    const why = `Server ${label} did not start within ${context.startWithinMs / 1000} s, and its process was ended`;
    void server.process?.kill(why);
    return new LabError("unavailable", `${why}. Close some labs or other programs, and try again.`);
  });
  enterState(server, context, "running");
}

async function startProcess(server: ServerStatus, context: LabServerContext): Promise<void> {
  let serverProcess = context.pool.take();
  // Then it only has to answer; otherwise, or with an app, it has to load first.
  const isLoaded = serverProcess.isReady() && !context.isApp;
  let begun = begin(server, context, serverProcess);
  if (isLoaded && !(await inTime(answerWithinMs, begun)) && !server.isKilled) {
    serverProcess = context.pool.replace(serverProcess);
    begun = begin(server, context, serverProcess);
  }
  await begun.catch((error) => {
    void serverProcess.kill(); // code that did load before can fail now
    throw error;
  });
  await linkAndListen(server, context, serverProcess);
}

/** Links a process that has its work, and lets it listen. */
export async function linkAndListen(
  server: ServerStatus,
  context: LabServerContext,
  serverProcess: ServerProcess,
): Promise<void> {
  // Not before: until now it has observed nothing, and others would wait for it.
  context.started();
  // Apply the link before listening, or early clients would not reach the other server.
  if (server.link !== "none") await relink(server, context, serverProcess);
  await serverProcess.listen();
}

function begin(server: ServerStatus, context: LabServerContext, serverProcess: ServerProcess): Promise<void> {
  const socketPath = context.newSocketPath();
  makeCurrent(server, context, serverProcess, socketPath);
  return assignWork(server, context, serverProcess, {
    socketPath,
    code: server.code,
    ownAdapter: server.ownAdapter,
  });
}

/** Makes `child` the server's process. */
export function makeCurrent(
  server: ServerStatus,
  context: LabServerContext,
  serverProcess: ServerProcess,
  socketPath: string,
): void {
  Object.assign(server, { process: serverProcess, socketPath });
  enterState(server, context, "starting");
}

/** Applies the server's link again. If Redis cannot be reached, the server goes on with the link "none". */
async function relink(
  server: ServerStatus,
  { note }: LabServerContext,
  serverProcess: ServerProcess,
): Promise<void> {
  const { name, link } = server;
  try {
    await serverProcess.setLink(link, linkWithinMs);
  } catch (error) {
    if (server.process !== serverProcess) throw error; // it was killed meanwhile, and keeps its link for the next start
    server.link = "none";
    note(now(), { type: "link", server: name, link: server.link });
    const text = `not linked by ${link}: ${whyNotLinked(error, server.code !== null)}. This server goes on without a link`;
    note(now(), { type: "log", server: name, stream: "err", text });
  }
}
