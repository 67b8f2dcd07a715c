// What the search for a page's lab finds, and what it reports.
import type { LabState } from "../../../../servers/protocol.ts";
import type { ApiFailure } from "../api-client.ts";
import type { LabOptions } from "../setup.svelte.ts";
import type { LabKey } from "./lab-key.ts";

export interface FoundLab {
  key: LabKey;
  state: LabState;
  /** The page had this lab before, and it was only unreachable for a while. */
  isSame: boolean;
  /** The known lab has ended, and this is another one. */
  isReplaced: boolean;
  /** The same lesson was open in this lab last time. */
  isReturn: boolean;
  wasAway: boolean;
}

export interface LifecycleContext {
  options: () => LabOptions;
  /** Called for each lab found or opened. */
  onFound: (lab: FoundLab) => void;
  /** Called when the lab can be used. */
  onLive: () => Promise<void>;
  /** Called when it's over, and only a press opens another. */
  onEnded: () => void;
  /** Called when the gateway refuses what was asked of it. */
  onFailure: (failure: ApiFailure) => void;
}
