// What a step's `setup` and `run` may hold, checked while the site is built: the grammar of site/lab/steps/actions.ts.
import { z } from "astro/zod";
import { linkNames, serverNames } from "../../servers/protocol.ts";
import type { Action } from "../lab/steps/actions.ts";
import { strict } from "./strict.ts";

const entrances = [...serverNames, "balanced"] as const;
const transports = ["polling", "websocket"] as const;
const cableStates = ["up", "close", "reset", "blackhole"] as const;
const maxDelayMs = 10_000;

const server = z.enum(serverNames);
const client = z.string().min(1).max(24);
const room = z.string().min(1).max(100);
const delayMs = z.int().min(0).max(maxDelayMs);
const sticky = strict({ sticky: z.boolean() });

/** A client and where it connects. */
export const clientPlace = strict({
  /** Shown in picture, matrix and terminals, e.g. "α"; at most 24 characters. */
  name: client,
  /** The server that the client connects to, or the balancer before both. */
  server: z.enum(entrances),
  /** Rooms that it is in at the start. Default: none. */
  rooms: z.array(room).exactOptional(),
  /** Default: `websocket` through the balancer, elsewhere long-polling that upgrades. */
  transport: z.enum(transports).exactOptional(),
});

const perServer = <Value extends z.ZodType>(value: Value) =>
  strict({ a: value.exactOptional(), b: value.exactOptional() });

export const setup = strict({
  links: perServer(z.enum(linkNames)).exactOptional(),
  clients: z.array(clientPlace).exactOptional(),
  cables: perServer(
    strict({ state: z.enum(cableStates).exactOptional(), delayMs: delayMs.exactOptional() }),
  ).exactOptional(),
  servers: perServer(z.enum(["running", "stopped"])).exactOptional(),
  balancer: sticky.exactOptional(),
});

/** Each kind of action, by the fields that make it one. */
const kinds: { with: readonly string[]; written: string; schema: z.ZodType<Action> }[] = [
  {
    with: ["event"],
    written: "{ client, event, data?, ack?, judged? }",
    schema: strict({
      client,
      event: z.string().min(1),
      data: z.unknown().optional(),
      ack: z.boolean().exactOptional(),
      judged: z.boolean().exactOptional(),
    }),
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
    written: '{ server, do: "kill" | "start" }',
    schema: strict({ server, do: z.enum(["kill", "start"]) }),
  },
  {
    with: ["cable"],
    written: "{ cable, state?, delayMs? }",
    schema: strict({
      cable: server,
      state: z.enum(cableStates).exactOptional(),
      delayMs: delayMs.exactOptional(),
    }).refine(({ state, delayMs }) => state !== undefined || delayMs !== undefined, {
      message: "changes nothing; give it `state` or `delayMs`.",
    }),
  },
  { with: ["balancer"], written: "{ balancer: { sticky } }", schema: strict({ balancer: sticky }) },
  {
    with: ["redis"],
    written: '{ redis: "PUBLISH message hi" }',
    schema: strict({ redis: z.string().min(1) }),
  },
];

const action = z.unknown().transform((value, context): Action => {
  const fields = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const kind = kinds.find((one) => one.with.every((field) => fields.includes(field)));
  const parsed = kind?.schema.safeParse(value);
  if (parsed?.success) return parsed.data;
  const came = JSON.stringify(value) ?? "nothing";
  const problems = parsed
    ? parsed.error.issues.map(({ path, message }) => ({
        path: path.map(keyOf),
        message: `${message} Written: ${kind?.written}`,
      }))
    : [
        {
          path: [],
          message: `${came} is not an action. Write one of ${kinds.map(({ written }) => written).join(", ")}.`,
        },
      ];
  for (const problem of problems) context.addIssue({ code: "custom", ...problem });
  return z.NEVER;
});

const keyOf = (key: PropertyKey) => (typeof key === "symbol" ? String(key) : key);

/** One action, or several that are done in turn. */
export const run = z
  .union([z.array(z.unknown()), z.unknown()])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(action).min(1));
