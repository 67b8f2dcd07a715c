// How an expected failure is told over HTTP.
import type { ServerResponse } from "node:http";
import type { ApiError, ApiErrorCode } from "../protocol.ts";

export const httpStatus = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate: 429,
  capacity: 503,
  unavailable: 503,
} as const satisfies Record<ApiErrorCode, number>;

/** Answers a request with `{error: {code, message}}`. */
export function sendError(res: ServerResponse, code: ApiErrorCode, message: string): void {
  const body: ApiError = { error: { code, message } };
  res.writeHead(httpStatus[code], { "content-type": "application/json" }).end(JSON.stringify(body));
}
