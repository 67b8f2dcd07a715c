// The HTTP API of the contract: anyone can drive a lab with curl. Everything from outside is checked here.
//
//   request ─▶ size of the body ─▶ lab-routes, switch-routes ─▶ lab-access: which lab, and may it be changed?
//                                       LabError ─▶ its code and message; any other error ─▶ reported, 500
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Boundary } from "../../boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { ApiError, ApiErrorCode, RedisState } from "../../protocol.ts";
import { errorHeaders, httpStatus } from "../http-errors.ts";
import type { Metrics } from "../operating/metrics.ts";
import { internal } from "../watch/socket-errors.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { addHealthRoutes, type HealthContext } from "./health-routes.ts";
import { type Api, type ApiRequest, createLabAccess, type MayChange } from "./lab-access.ts";
import type { LabHolders } from "./lab-holders.ts";
import { addLabRoutes } from "./lab-routes.ts";
import { addSwitchRoutes } from "./switch-routes.ts";

const maxBodyBytes = 16 * 1024;

export interface ApiContext {
  labs: Labs;
  /** Opens labs for addresses. */
  holders: Pick<LabHolders, "open">;
  boundary: Boundary;
  answers?: Answers;
  redis: { state: () => RedisState };
  mayChange: MayChange;
  whyNotReady: HealthContext["whyNotReady"];
  metrics: Metrics;
  /** Handles paths that begin with /api/workshop. */
  workshop?: Api | undefined;
}

export function createApi(context: ApiContext): Api {
  const { labs, holders, boundary, answers = createAnswers(), redis } = context;
  const { mayChange, metrics, workshop } = context;
  const api: Api = new Hono();
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
    if (error instanceof LabError) {
      metrics.failed(error.code);
      return fail(c, error.code, error.message);
    }
    // A client that went away in the middle of its request; nobody gets the answer.
    if (c.req.raw.signal.aborted) return c.body(null, 400);
    metrics.failed(internal.code);
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

  addHealthRoutes(api, { ...context, labs, redis });
  if (workshop) api.route("/", workshop);
  const access = createLabAccess(labs, mayChange);
  addLabRoutes(api, { labs, holders, answers, access });
  addSwitchRoutes(api, access);
  return api;
}

function fail(c: ApiRequest, code: ApiErrorCode, message: string) {
  const body: ApiError = { error: { code, message } };
  return c.json(body, httpStatus[code], errorHeaders(code));
}
