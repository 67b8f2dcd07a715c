// Fetches a recording of this site.

import { withBase } from "../../base.ts";
import { openRecording, type Problem } from "./open-recording.ts";
import { fileOf, type Recording } from "./recording.ts";

/** `missing`: it couldn't be fetched. `not-recorded`: the site has none of this run. `unrecorded`: nobody recorded it, because it's an arrangement of somebody's own. */
export type Unplayable = Problem | { what: "missing" | "not-recorded" | "unrecorded" };

/**
 * Never rejects.
 * @param of The page and the step or scenario, e.g. `03-two-servers#broadcast`; empty for what isn't recorded.
 */
export async function loadRecording(of: string): Promise<{ recording: Recording } | { problem: Unplayable }> {
  if (of === "") return { problem: { what: "unrecorded" } };
  try {
    const response = await fetch(withBase(`/recordings/${fileOf(of)}`));
    if (response.status === 404) return { problem: { what: "not-recorded" } };
    if (!response.ok) return { problem: { what: "missing" } };
    return openRecording(await response.text());
  } catch {
    return { problem: { what: "missing" } };
  }
}
