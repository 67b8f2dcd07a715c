// How to set up a lab, and what to send in it: one value for a shared address, a scenario and a step of a lesson.
//
//   written ──completed()──▶ Arrangement ──setUp(), run()──▶ a lab        site/lab/steps/
//      ▲                          │
//      └────────reduced()─────────┘ ──encode()──▶ #lab1.… ──decode()──▶   fragment.ts, decode.ts

import { type CableState, type LinkName, type ServerName, serverNames } from "../../../servers/protocol.ts";
import type { PanelName } from "../panels/panel-names.ts";
import type { Action, ClientPlace, Target } from "../steps/actions.ts";

/** The most clients the picture has room for. */
export const maxClients = 8;
export const maxActions = 40;

/** Nothing is left out, so it can be passed to `setUp` as it is. */
export interface Arrangement extends Target {
  links: Readonly<Record<ServerName, LinkName>>;
  servers: Readonly<Record<ServerName, "running" | "stopped">>;
  cables: Readonly<Record<ServerName, Pick<CableState, "state" | "delayMs">>>;
  balancer: { readonly sticky: boolean };
  clients: readonly ClientPlace[];
  /** The panel that is open. Default: as the learner left it. */
  panel?: PanelName | undefined;
  /** What one press does: messages, and anything else a step of a lesson can do. */
  run: readonly Action[];
}

/**
 * A short form of an arrangement. Defaults: links are `none`, servers run, cables are up without delay, the
 * balancer isn't sticky, there are no clients, and nothing is sent.
 */
export interface ArrangementInput extends Target {
  panel?: PanelName | undefined;
  run?: readonly Action[] | undefined;
}

const clearCable = { state: "up", delayMs: 0 } as const;

/** The arrangement with all defaults filled in. */
export function completed(written: ArrangementInput): Arrangement {
  const { links, servers, cables, balancer, clients = [], panel, run = [] } = written;
  const each = <Value>(valueFor: (name: ServerName) => Value): Record<ServerName, Value> => ({
    a: valueFor("a"),
    b: valueFor("b"),
  });
  return {
    links: each((name) => links?.[name] ?? "none"),
    servers: each((name) => servers?.[name] ?? "running"),
    cables: each((name) => ({
      state: cables?.[name]?.state ?? clearCable.state,
      delayMs: cables?.[name]?.delayMs ?? clearCable.delayMs,
    })),
    balancer: { sticky: balancer?.sticky ?? false },
    clients,
    ...(panel && { panel }),
    run,
  };
}

/** The short form of an arrangement: without its defaults. */
export function reduced({
  links,
  servers,
  cables,
  balancer,
  clients,
  panel,
  run,
}: Arrangement): ArrangementInput {
  const unlike = <Value>(all: Readonly<Record<ServerName, Value>>, usual: Value) =>
    kept(serverNames.map((name) => [name, all[name] === usual ? undefined : all[name]] as const));
  const cableOf = (name: ServerName) =>
    kept([
      ["state", cables[name].state === clearCable.state ? undefined : cables[name].state],
      ["delayMs", cables[name].delayMs || undefined],
    ]);
  return {
    ...kept([
      ["links", unlike(links, "none")],
      ["servers", unlike(servers, "running")],
      ["cables", kept(serverNames.map((name) => [name, cableOf(name)] as const))],
      ["balancer", balancer.sticky ? balancer : undefined],
      ["clients", clients.length > 0 ? clients : undefined],
      ["panel", panel],
      ["run", run.length > 0 ? run : undefined],
    ]),
  };
}

/** The fields that aren't defaults; undefined if all are. */
function kept(fields: readonly (readonly [string, unknown])[]): Record<string, unknown> | undefined {
  const said = fields.filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}
