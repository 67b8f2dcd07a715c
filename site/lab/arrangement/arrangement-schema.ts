// The schema of an arrangement and of its parts. Lessons are checked against the parts at build time, shared addresses against
// the whole in the page; it uses zod/mini because pages load it.

import * as z from "zod/mini";
import {
  cableStates,
  linkNames,
  maxDelayMs,
  maxNameLength,
  maxRoomLength,
  serverNames,
} from "../../../servers/protocol.ts";
import { visible } from "../../visible-text.ts";
import { panelNames } from "../panels/panel-names.ts";
import { isReserved } from "../prompt/command.ts";
import type { Action } from "../steps/actions.ts";
import { type ArrangementInput, maxActions, maxClients } from "./arrangement.ts";

const entrances = [...serverNames, "balanced"] as const;
const transports = ["polling", "websocket"] as const;
const maxArgs = 16;
const maxWaitMs = 5_000;

/** Marks an issue as more than invalid. */
export const unsafe = "unsafe";

/** An object that rejects unknown fields and lists the known ones. */
const strict = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: unknownField(shape) });

/** The message for unknown fields, with the fields the object may have. */
export const unknownField =
  (shape: object) =>
  (issue: z.core.$ZodRawIssue): string | undefined =>
    issue.code === "unrecognized_keys"
      ? `unknown field ${(issue.keys as string[]).map((key) => `\`${key}\``).join(", ")}; correct its spelling or remove it. It may have: ${Object.keys(shape).join(", ")}.`
      : undefined;

/** A name as people write it: no markup, and no invisible or bidirectional control characters. */
const label = (maxLength: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(maxLength),
    z.refine((text) => text.trim() === text && visible(text) === text && !/[<>]/.test(text), {
      error: "must be plain text without <, > and invisible characters",
      params: { is: unsafe },
    }),
  );

const server = z.enum(serverNames);
const client = label(maxNameLength);
const room = label(maxRoomLength);
const delayMs = z.int().check(z.minimum(0), z.maximum(maxDelayMs));
const cable = { state: z.exactOptional(z.enum(cableStates)), delayMs: z.exactOptional(delayMs) };
const sticky = strict({ sticky: z.boolean() });
const isChange = z.refine<{ state?: unknown; delayMs?: unknown }>(
  (change) => change.state !== undefined || change.delayMs !== undefined,
  { error: "changes nothing; give it `state` or `delayMs`." },
);

/** A client and where it connects. */
export const clientPlace = strict({
  /** Shown in picture, matrix and terminals, e.g. "α". */
  name: client,
  /** The server that the client connects to, or the balancer in front of both. */
  server: z.enum(entrances),
  /** Its rooms at the start. Default: none. */
  rooms: z.exactOptional(z.array(room)),
  /** Default: `websocket` through the balancer, elsewhere long-polling that upgrades. */
  transport: z.exactOptional(z.enum(transports)),
});

const perServer = <Value extends z.core.SomeType>(value: Value) =>
  z.exactOptional(strict({ a: z.exactOptional(value), b: z.exactOptional(value) }));

/** The state a lab is set up in. */
const target = {
  links: perServer(z.enum(linkNames)),
  clients: z.exactOptional(z.array(clientPlace)),
  cables: perServer(strict(cable)),
  servers: perServer(z.enum(["running", "stopped"])),
  balancer: z.exactOptional(sticky),
};
export const setup = strict(target);

/** Each kind of action, with the fields that identify it. */
export const actionKinds: readonly {
  with: readonly string[];
  written: string;
  schema: z.ZodMiniType<Action>;
}[] = [
  {
    with: ["event"],
    written: "{ client, event, data? | args?, ack?, judged? }",
    schema: strict({
      client,
      event: z.string().check(
        z.minLength(1),
        z.maxLength(100),
        z.refine((name) => /^\S+$/.test(name), { error: "must be one word" }),
        z.refine((name) => !isReserved(name), { error: "is reserved by Socket.IO" }),
      ),
      data: z.exactOptional(z.unknown()),
      args: z.exactOptional(z.array(z.unknown()).check(z.maxLength(maxArgs))),
      ack: z.exactOptional(z.boolean()),
      judged: z.exactOptional(z.boolean()),
    }).check(
      z.refine((emit) => emit.data === undefined || emit.args === undefined, {
        error: "has `data` and `args`; leave one out.",
      }),
    ),
  },
  {
    with: ["client", "room"],
    written: '{ client, do: "join" | "leave", room }',
    schema: strict({ client, do: z.enum(["join", "leave"]), room }),
  },
  {
    with: ["client", "do"],
    written: '{ client, do: "disconnect" | "drop" | "connect" }',
    schema: strict({ client, do: z.enum(["disconnect", "drop", "connect"]) }),
  },
  {
    with: ["client", "transport"],
    written: '{ client, transport: "polling" | "websocket" }',
    schema: strict({ client, transport: z.enum(transports) }),
  },
  {
    with: ["server", "link"],
    written: "{ server, link }",
    schema: strict({ server, link: z.enum(linkNames) }),
  },
  {
    with: ["server", "do"],
    written: '{ server, do: "kill" | "stop" | "start" }',
    schema: strict({ server, do: z.enum(["kill", "stop", "start"]) }),
  },
  {
    with: ["cable"],
    written: "{ cable, state?, delayMs? }",
    schema: strict({ cable: server, ...cable }).check(isChange),
  },
  { with: ["balancer"], written: "{ balancer: { sticky } }", schema: strict({ balancer: sticky }) },
  {
    with: ["waitMs"],
    written: "{ waitMs }",
    schema: strict({ waitMs: z.int().check(z.minimum(1), z.maximum(maxWaitMs)) }),
  },
  {
    with: ["redis"],
    written: '{ redis: "PUBLISH message hi" }',
    schema: strict({ redis: z.string().check(z.minLength(1), z.maxLength(500)) }),
  },
];

/** One action of a run. */
export const action = z.union(actionKinds.map(({ schema }) => schema) as [z.ZodMiniType<Action>]);

/** The short form of an arrangement; arrangement.ts has the defaults. */
export const arrangement: z.ZodMiniType<ArrangementInput> = strict({
  ...target,
  clients: z.exactOptional(
    z.array(clientPlace).check(
      z.maxLength(maxClients),
      z.refine((clients) => new Set(clients.map(({ name }) => name)).size === clients.length, {
        error: "two have the same name",
      }),
    ),
  ),
  panel: z.exactOptional(z.enum(panelNames)),
  run: z.exactOptional(z.array(action).check(z.maxLength(maxActions))),
}).check(
  z.refine(({ clients = [], run = [] }) => run.every((one) => isOfOne(one, clients)), {
    error: "an action names a client that isn’t there",
    path: ["run"],
  }),
);

const isOfOne = (one: Action, clients: readonly { name: string }[]): boolean =>
  !("client" in one) || clients.some(({ name }) => name === one.client);
