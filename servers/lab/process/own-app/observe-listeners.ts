// Reports which events an app listens for, and with which parameters, so that others can learn what to send it.

import type { ChatIo } from "../../../chat/events.ts";
import { clip } from "../../../describe.ts";
import type { ErrorBoundary } from "../../../error-boundary.ts";
import type { Reporter } from "../observe/reporter.ts";

/** Socket.IO's own, and Node's. */
const ofSocketIo = new Set(["disconnect", "disconnecting", "error", "newListener", "removeListener"]);
const maxEvents = 200;
const maxParams = 20;

/** Reports each event once, when a socket's first listener for it is added. */
export function observeListeners(
  io: ChatIo,
  { report }: Pick<Reporter, "report">,
  { guard }: Pick<ErrorBoundary, "guard">,
): void {
  const known = new Set<string>();
  const added = guard("observer of listeners", (event: unknown, listener: unknown) => {
    if (typeof event !== "string" || ofSocketIo.has(event) || known.has(event) || known.size === maxEvents)
      return;
    known.add(event);
    report({ type: "listens", event: clip(event), params: paramsOf(String(listener)).map(clip) });
  });
  io.of("/").prependListener("connection", (socket) => {
    // Not Node's own event for this: Socket.IO refuses to emit it.
    for (const name of ["on", "once", "addListener"] as const) {
      const add = socket[name] as (...args: unknown[]) => unknown;
      Object.assign(socket, {
        [name](event: unknown, listener: unknown) {
          added(event, listener);
          return add.call(socket, event, listener);
        },
      });
    }
  });
}

/** Returns a function's parameters as its source has them; none where there is no source. */
export function paramsOf(source: string): string[] {
  const [, single] = /^(?:async\s+)?([\w$]+)\s*=>/.exec(source) ?? [];
  if (single) return [single];
  const start = source.indexOf("(") + 1;
  const params: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < source.length && start > 0; at += 1) {
    const char = source.charAt(at);
    const closes = ")]}".includes(char);
    if ((closes && depth === 0) || (char === "," && depth === 0)) {
      params.push(source.slice(from, at).trim());
      from = at + 1;
    }
    if (closes && depth === 0) break;
    if (closes) depth -= 1;
    if ("([{".includes(char)) depth += 1;
  }
  return params.filter(Boolean).slice(0, maxParams);
}
