// English for what went wrong and what to do about it.
import type { CableState, ServerName } from "../../../../servers/protocol.ts";
import { common } from "./common.ts";
import { list, upper } from "./format.ts";

export const trouble = {
  opening: "Starting two servers …",
  away: "The playground’s server isn’t responding. This page keeps trying. If you stopped it, start it again.",
  back: "The playground’s server is back.",
  replaced: "Your lab had ended, so this is a new one, with the links you had set.",
  ending:
    "The server that runs your lab is about to be replaced. Finish what you’re doing, then move. Your progress stays.",
  move: "Move now",
  offline: "The playground’s server couldn’t be reached.",
  deviceOffline: "This device is offline. What you just sent may be lost. This page keeps trying.",
  full: "All labs are in use.",
  rate: "Too many labs were opened from your network just now.",
  unavailable: "The playground can’t give you a lab right now.",
  keepsTrying: "This page keeps trying.",
  /** Where a press opens the lab, and nothing is tried again without one. */
  notOpened: "So this is still a drawing.",
  ended: "This lab has ended because nobody used it for a while. Your next press opens another.",
  refused: (message: string) => `That didn’t work. ${message}`,
  notReady: "The lab didn’t reach that state in time. Press “Set up this step” again.",
  unlinked: (server: ServerName, cable: CableState["state"]): string =>
    cable === "up"
      ? `Server ${upper(server)} started without its link: Redis didn’t respond.`
      : `Server ${upper(server)} started without its link: its cable is set to ${common.cables[cable]}. Set it to up, then turn the link on again.`,
  otherTab: (names: readonly string[], labels: readonly string[]) =>
    `${list(names)} ${names.length > 1 ? "are" : "is"} already in this lab, from another tab, page or person. On this page: ${list(labels)}.`,
  retry: "Try now",
  dismiss: "Dismiss",
  redisDown: "Redis is down. Broadcasts reach the sender’s own server only.",
};
