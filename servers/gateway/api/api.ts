// The HTTP API of the contract: anyone can drive a lab with curl. Everything from outside is checked here.
//
//   request ─▶ size of the body ─▶ lab-routes, switch-routes, code-routes … ─▶ lab-access: which lab, and may it be changed?
//                                       LabError ─▶ its code and message; any other error ─▶ reported, 500

import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { CodeError, LabError } from "../../lab/errors.ts";
import type { Labs } from "../../lab/labs.ts";
import type { ApiError, ApiErrorCode, CodePlace, RedisState } from "../../protocol.ts";
import { commandLine } from "../../start-command.ts";
import type { LabHolders } from "../admission/labs-per-address.ts";
import { errorHeaders, httpStatus } from "../http-errors.ts";
import type { Metrics } from "../operating/metrics.ts";
import type { Reports } from "../own-app/reports.ts";
import { internal } from "../watch/socket-errors.ts";
import { type BodyLimiter, createBodyLimiter } from "./body-limits.ts";
import { addCodeRoutes } from "./code-routes.ts";
import { addHealthRoutes, type HealthContext } from "./health-routes.ts";
import { type Api, createLabAccess, type MayChange } from "./lab-access.ts";
import { addLabRoutes } from "./lab-routes.ts";
import { addReportRoutes } from "./report-routes.ts";
import { addSwitchRoutes } from "./switch-routes.ts";

const maxBodyBytes = 16 * 1024;
/** For the files of a learner's own code, all together. */
const maxCodeBytes = 128 * 1024;

export interface ApiContext {
  labs: Labs;
  /** Opens labs for addresses. */
  holders: Pick<LabHolders, "open">;
  boundary: ErrorBoundary;
  answers?: BodyLimiter;
  redis: { state: () => RedisState };
  mayChange: MayChange;
  whyNotReady: HealthContext["whyNotReady"];
  metrics: Metrics;
  /** Reports on the app of the user's own, if there is one. */
  reports?: Reports | undefined;
  /** Handles paths that begin with /api/workshop. */
  workshop?: Api | undefined;
}

export function createApi(context: ApiContext): Api {
  const { labs, holders, boundary, answers = createBodyLimiter(), redis } = context;
  const { mayChange, metrics, workshop } = context;
  const api: Api = new Hono();
  api.use(async (c, next) => {
    answers.receive(c.env.incoming, c.env.outgoing);
    await next();
  });
  const [boundAny, boundCode] = [boundBody(maxBodyBytes), boundBody(maxCodeBytes)];
  api.use((c, next) => (/^\/api\/labs\/[^/]+\/code$/.test(c.req.path) ? boundCode : boundAny)(c, next));
  api.onError((error, c) => {
    if (error instanceof LabError) {
      metrics.failed(error.code);
      return fail(c, error.code, error.message, error instanceof CodeError ? error.place : undefined);
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
        ? `There is no workshop here. Start one with: ${commandLine("--workshop")}`
        : `There is no ${c.req.method} ${c.req.path}. The README lists the calls.`,
    ),
  );

  addHealthRoutes(api, { ...context, labs, redis });
  if (workshop) api.route("/", workshop);
  const access = createLabAccess(labs, mayChange);
  addLabRoutes(api, { labs, holders, answers, access });
  addSwitchRoutes(api, access);
  addCodeRoutes(api, access, context);
  addReportRoutes(api, access, context);
  return api;
}

function boundBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c) => fail(c, "too_large", `A body has at most ${maxSize} bytes; this one has more.`),
  });
}

function fail(c: Context, code: ApiErrorCode, message: string, place?: CodePlace) {
  const body: ApiError = { error: { code, message, ...place } };
  return c.json(body, httpStatus[code], errorHeaders(code));
}
