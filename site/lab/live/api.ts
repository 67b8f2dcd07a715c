// The HTTP half of the contract, as the page uses it.

import type {
  ApiError,
  ApiErrorCode,
  CableState,
  LabState,
  LinkName,
  OpenedLab,
  ServerName,
  ServerState,
} from "../../../servers/protocol.ts";

/** What the gateway answered instead; `offline` when it did not answer at all. */
export class ApiFailure extends Error {
  readonly code: ApiErrorCode | "offline";
  constructor(code: ApiErrorCode | "offline", message: string) {
    super(message);
    this.code = code;
  }
}

export interface LabKey {
  id: string;
  token: string;
}

const url = (id: string) => `/api/labs/${encodeURIComponent(id)}`;

export const api = {
  open: () => call<OpenedLab>("POST", "/api/labs"),
  find: (id: string) => call<LabState>("GET", url(id)),
  setLink: ({ id, token }: LabKey, server: ServerName, link: LinkName) =>
    call<ServerState>("PATCH", `${url(id)}/servers/${server}`, { token, body: { link } }),
  kill: ({ id, token }: LabKey, server: ServerName) =>
    call<ServerState>("POST", `${url(id)}/servers/${server}/kill`, { token }),
  start: ({ id, token }: LabKey, server: ServerName) =>
    call<ServerState>("POST", `${url(id)}/servers/${server}/start`, { token }),
  setCable: (
    { id, token }: LabKey,
    server: ServerName,
    change: Partial<Pick<CableState, "state" | "delayMs">>,
  ) => call<CableState>("PATCH", `${url(id)}/cables/${server}`, { token, body: change }),
  setBalancer: ({ id, token }: LabKey, balancer: LabState["balancer"]) =>
    call<LabState["balancer"]>("PATCH", `${url(id)}/balancer`, { token, body: balancer }),
};

async function call<Answer>(
  method: "GET" | "POST" | "PATCH",
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const headers = new Headers();
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (body) headers.set("content-type", "application/json");
  let response: Response;
  try {
    response = await fetch(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  } catch {
    throw new ApiFailure("offline", "");
  }
  const answer = (await response.json().catch(() => undefined)) as Answer | ApiError | undefined;
  if (response.ok && answer) return answer as Answer;
  const error = (answer as ApiError | undefined)?.error;
  // A proxy in between answers without the contract's body when nothing stands behind it.
  if (!error)
    throw new ApiFailure(response.status === 404 ? "not_found" : "offline", `HTTP ${response.status}`);
  throw new ApiFailure(error.code, error.message);
}
