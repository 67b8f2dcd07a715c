// Asks the gateway to run a learner's code. Apart from the lab's other calls, so that only pages with exercises load it.

import type { CodeState, LabState, ServerName } from "../../../servers/protocol.ts";
import { ApiFailure, type CodeFiles, call, url } from "../live/api-client.ts";
import type { LabKey } from "../live/which-lab/lab-key.ts";

/** Resolves to what the first of these servers runs, once all of them listen with the files, or to why they don't. */
export async function runCode(
  key: LabKey | undefined,
  files: CodeFiles,
  servers: readonly [ServerName, ...ServerName[]],
): Promise<CodeState | null | ApiFailure> {
  if (!key) return new ApiFailure("offline", "");
  const { id, token } = key;
  try {
    const state = await call<LabState>("PATCH", `${url(id)}/code`, { token, body: { files, servers } });
    return state.servers[servers[0]].code;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return error;
  }
}
