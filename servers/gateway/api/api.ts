// The HTTP API of the contract: anyone can drive a lab with curl. Everything from outside is checked here.
import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Boundary } from "../../boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import {
  type ApiError,
  type ApiErrorCode,
  type Health,
  linkNames,
  type OpenedLab,
  type RedisState,
  serverNames,
} from "../../protocol.ts";
import { createRates } from "../../rate.ts";
import { addressOf } from "../admission/address.ts";
import { httpStatus } from "../http-errors.ts";
import { check } from "../safe-parse.ts";
import { internal } from "../watch/socket-errors.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { bearerOf } from "./bearer.ts";
import type { LabHolders } from "./lab-holders.ts";

const maxBodyBytes = 16 * 1024;
const maxDelayMs = 60_000;

/** A whole class may come from one address, and all at once. */
const openingsOfAddress = { most: 120, perSecond: 2 };
const startsOfLab = { most: 60, perSecond: 1 };

const linkBody = z.strictObject({ link: z.enum(linkNames) });
const cableBody = z.strictObject({
  state: z.enum(["up", "close", "reset", "blackhole"]).optional(),
  delayMs: z.int().min(0).max(maxDelayMs).optional(),
});
const balancerBody = z.strictObject({ sticky: z.boolean() });
const serverParam = z.enum(serverNames);
const afterQuery = z.coerce.number().int().min(0).default(0);

/** Returns whether `secret`, sent from `address`, allows changing the lab. Throws a LabError if it would, but not now. */
export type MayChange = (lab: Lab, secret: string, address: string) => boolean;

export interface ApiContext {
  labs: Labs;
  /** Opens labs for addresses. */
  holders: Pick<LabHolders, "open">;
  boundary: Boundary;
  answers?: Answers;
  redis: { state: () => RedisState };
  mayChange: MayChange;
  /** Whether the site is there and a lab can be opened. */
  isReady: () => boolean;
  /** Handles paths that begin with /api/workshop. */
  workshop?: Api | undefined;
}

type Api = Hono<{ Bindings: HttpBindings }>;
type Context = HonoContext<{ Bindings: HttpBindings }>;

export function createApi(context: ApiContext): Api {
  const { labs, holders, boundary, answers = createAnswers(), redis } = context;
  const { mayChange, isReady, workshop } = context;
  const api: Api = new Hono();
  const openings = createRates(openingsOfAddress);
  const starts = createRates(startsOfLab);
  api.use(async (c, next) => {
    answers.receive(c.env.incoming, c.env.outgoing);
    await next();
  });
  api.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => fail(c, "too_large", `A body has at most ${maxBodyBytes} bytes; this one has more.`),
    }),
  );
  api.onError((error, c) => {
    if (error instanceof LabError) return fail(c, error.code, error.message);
    // A client that went away in the middle of its request; nobody gets the answer.
    if (c.req.raw.signal.aborted) return c.body(null, 400);
    boundary.report("api", error);
    return fail(c, internal.code, internal.message);
  });
  api.notFound((c) =>
    fail(
      c,
      "not_found",
      c.req.path.startsWith("/api/workshop") && !workshop
        ? "There is no workshop here. Start one with: npm start -- --workshop"
        : `There is no ${c.req.method} ${c.req.path}. The README lists the calls.`,
    ),
  );

  // Monitoring tools often add a final slash or a query, so both are accepted.
  api.on("GET", ["/healthz", "/healthz/"], (c) => {
    const state = redis.state();
    const health: Health = {
      status: state.up && isReady() ? "ok" : "degraded",
      redis: state,
      labs: { open: labs.count(), capacity: labs.capacity },
    };
    return c.json(health);
  });

  if (workshop) api.route("/", workshop);

  api.post("/api/labs", async (c) => {
    const address = addressOf(c.env.incoming);
    if (!openings.take(address))
      throw new LabError("rate", "Many labs were opened from this address just now. Try again in a second.");
    const lab = await holders.open(address);
    const opened: OpenedLab = { ...lab.state(), token: lab.token };
    return c.json(opened, 201);
  });
  api.get("/api/labs/:id", (c) => c.json(watched(c).state()));
  api.delete("/api/labs/:id", async (c) => {
    await labs.close(changed(c).id, "closed");
    return c.body(null, 204);
  });
  api.get("/api/labs/:id/trace", (c) => {
    const page = JSON.stringify(watched(c).trace.after(parse(afterQuery, c.req.query("after"), "?after")));
    answers.hold(c.env.incoming, c.env.outgoing, Buffer.byteLength(page));
    return c.body(page, 200, { "content-type": "application/json" });
  });

  api.patch("/api/labs/:id/servers/:name", async (c) => {
    const server = serverOf(c, changed(c));
    const { link } = parse(linkBody, await json(c), "The body");
    await server.setLink(link);
    return c.json(server.state());
  });
  api.post("/api/labs/:id/servers/:name/kill", async (c) => {
    const server = serverOf(c, changed(c));
    await server.kill();
    return c.json(server.state());
  });
  api.post("/api/labs/:id/servers/:name/start", async (c) => {
    const lab = changed(c);
    const server = serverOf(c, lab);
    // One that runs already costs nothing.
    if (server.state().pid === null && !starts.take(lab.id))
      throw new LabError(
        "rate",
        "The servers of this lab were started often just now. Try again in a second.",
      );
    await server.start();
    return c.json(server.state());
  });
  api.patch("/api/labs/:id/cables/:name", async (c) => {
    const server = serverOf(c, changed(c));
    const { state, delayMs } = parse(cableBody, await json(c), "The body");
    await server.setCable({ ...(state && { state }), ...(delayMs !== undefined && { delayMs }) });
    return c.json(server.cable());
  });
  api.patch("/api/labs/:id/balancer", async (c) => {
    const lab = changed(c);
    const { sticky } = parse(balancerBody, await json(c), "The body");
    lab.setBalancer({ sticky });
    return c.json(lab.state().balancer);
  });

  /** The lab that this request looks at: its id is enough. */
  function watched(c: Context): Lab {
    return labs.find(c.req.param("id") ?? "");
  }

  /** The lab that this request changes: it needs the token. */
  function changed(c: Context): Lab {
    const lab = watched(c);
    const token = bearerOf(c.req.header("authorization"));
    if (!token) {
      throw new LabError(
        "unauthorized",
        "This call changes a lab. Send the token from POST /api/labs: Authorization: Bearer <token>",
      );
    }
    if (!mayChange(lab, token, addressOf(c.env.incoming))) {
      throw new LabError(
        "forbidden",
        "This token is not the one of this lab. Use the token that POST /api/labs gave with this id.",
      );
    }
    labs.touch(lab.id);
    return lab;
  }

  function serverOf(c: Context, lab: Lab) {
    return lab.servers[parse(serverParam, c.req.param("name"), "The server's name")];
  }

  return api;
}

function fail(c: Context, code: ApiErrorCode, message: string) {
  const body: ApiError = { error: { code, message } };
  return c.json(body, httpStatus[code]);
}

async function json(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    const came = text ? `it was ${JSON.stringify(text.slice(0, 40))}` : "it was empty";
    throw new LabError("invalid", `The body has to be JSON; ${came}.`);
  }
}

/** The value, or a LabError that says for each part what was expected and what came. */
function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = check(schema, value);
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => `${path.join(".") || what}: ${message}`);
  const came = (JSON.stringify(value) ?? "nothing").slice(0, 80);
  throw new LabError("invalid", `${details.join("; ")}. It was ${came}.`);
}
