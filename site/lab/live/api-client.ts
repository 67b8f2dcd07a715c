// The HTTP half of the contract, from the page's side.

import type {
  ApiError,
  ApiErrorCode,
  CableState,
  CodeFile,
  LabState,
  LinkName,
  OpenedLab,
  ServerName,
  ServerState,
} from "../../../servers/protocol.ts";
import type { ReportState } from "../../../servers/protocol-report.ts";
import { gatewayUrl } from "../../gateway-address.ts";
import type { LabKey } from "./which-lab/lab-key.ts";

/** The gateway's error response; `offline` if it didn't respond at all. */
export class ApiFailure extends Error {
  readonly code: ApiErrorCode | "offline";
  /** Don't retry before this time has passed; 0 if the response named none. */
  readonly retryAfterMs: number;
  constructor(code: ApiErrorCode | "offline", message: string, retryAfterMs = 0) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Changed files of the chat server, by name. */
export type CodeFiles = Readonly<Partial<Record<CodeFile, string>>>;

export const url = (id: string) => `/api/labs/${encodeURIComponent(id)}`;

export const api = {
  open: () => call<OpenedLab>("POST", "/api/labs"),
  find: (id: string) => call<LabState>("GET", url(id)),
  close: ({ id, token }: LabKey) => call<undefined>("DELETE", url(id), { token }),
  makeReport: ({ id, token }: LabKey) => call<ReportState>("POST", `${url(id)}/report`, { token, body: {} }),
  report: (id: string) => call<ReportState>("GET", `${url(id)}/report`),
  setLink: ({ id, token }: LabKey, server: ServerName, link: LinkName) =>
    call<ServerState>("PATCH", `${url(id)}/servers/${server}`, { token, body: { link } }),
  kill: ({ id, token }: LabKey, server: ServerName) =>
    call<ServerState>("POST", `${url(id)}/servers/${server}/kill`, { token }),
  stop: ({ id, token }: LabKey, server: ServerName) =>
    call<ServerState>("POST", `${url(id)}/servers/${server}/stop`, { token }),
  start: ({ id, token }: LabKey, server: ServerName) =>
    call<ServerState>("POST", `${url(id)}/servers/${server}/start`, { token }),
  setCable: (
    { id, token }: LabKey,
    server: ServerName,
    change: Partial<Pick<CableState, "state" | "delayMs">>,
  ) => call<CableState>("PATCH", `${url(id)}/cables/${server}`, { token, body: change }),
  setBalancer: ({ id, token }: LabKey, balancer: LabState["balancer"]) =>
    call<LabState["balancer"]>("PATCH", `${url(id)}/balancer`, { token, body: balancer }),
  runCode: ({ id, token }: LabKey, files: CodeFiles) =>
    call<LabState>("PATCH", `${url(id)}/code`, { token, body: { files } }),
  setOwnAdapter: ({ id, token }: LabKey, ownAdapter: boolean) =>
    call<LabState>("PATCH", `${url(id)}/app`, { token, body: { ownAdapter } }),
  resetCode: ({ id, token }: LabKey) => call<LabState>("DELETE", `${url(id)}/code`, { token }),
};

/** Rejects with an ApiFailure. */
export async function call<Answer>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const headers = new Headers();
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (body) headers.set("content-type", "application/json");
  let response: Response;
  try {
    response = await fetch(gatewayUrl(path), {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new ApiFailure("offline", "");
  }
  if (response.status === 204) return undefined as Answer;
  const answer = (await response.json().catch(() => undefined)) as Answer | ApiError | undefined;
  if (response.ok && answer) return answer as Answer;
  const error = (answer as ApiError | undefined)?.error;
  const { code, message } = error ?? { code: codeOf(response.status), message: `HTTP ${response.status}` };
  throw new ApiFailure(code, message, retryAfter(response.headers.get("retry-after")));
}

/** A proxy in between responds without the contract's body, if nothing is behind it or it refuses more. */
function codeOf(status: number): ApiFailure["code"] {
  if (status === 404) return "not_found";
  if (status === 429) return "rate";
  return status === 503 ? "unavailable" : "offline";
}

/** `Retry-After` of RFC 9110 in milliseconds: seconds, or a date. */
function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
