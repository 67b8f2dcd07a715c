// English for what went wrong, and what to do about it.
import type { CableState, ServerName } from "../../../../servers/protocol.ts";
import { common } from "./common.ts";
import { list, upper } from "./format.ts";

export const trouble = {
  trouble: {
    opening: "Starting two servers …",
    away: "The playground’s server does not answer. This page keeps trying. If you stopped it, start it again with npm start.",
    back: "The playground’s server is back.",
    replaced: "Your lab was over, so this is a new one. Its links are as you had set them.",
    offline: "The playground’s server could not be reached.",
    deviceOffline:
      "This device is offline. What you sent just now may be lost; this page goes on as soon as the network is back.",
    full: "All labs are in use. You’ll get the next one that is free: this page keeps trying.",
    rate: "Too many labs were opened from your network just now. This page tries again by itself.",
    unavailable: "The playground can’t give you a lab at the moment. This page tries again by itself.",
    refused: (message: string) => `That did not work. ${message}`,
    notReady: "The lab did not reach that state in time. Try “Set up this step” once more.",
    unlinked: (server: ServerName, cable: CableState["state"]): string =>
      cable === "up"
        ? `Server ${upper(server)} started without its link: Redis did not answer.`
        : `Server ${upper(server)} started without its link: its cable to Redis is set to ${common.cables[cable]}. Set the cable to up, then switch the link on again.`,
    otherTab: (names: readonly string[], labels: readonly string[]) =>
      `${list(names)} ${names.length > 1 ? "are" : "is"} in this lab already, from another tab or page. Here: ${list(labels)}.`,
    retry: "Try now",
    dismiss: "Dismiss",
    redisDown: "Redis is down. Broadcasts reach the sender’s own server only.",
  },
};
