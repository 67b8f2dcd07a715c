// Every link by its name.
import type { LinkName } from "../../protocol.ts";
import type { OpenLink } from "../link.ts";
import { openAdapterLink } from "./adapter.ts";
import { openOtherKeyLink } from "./adapter-other-key.ts";
import { openBridgeLink } from "./bridge.ts";
import { openSingleBridgeLink } from "./bridge-single.ts";
import { noLink } from "./none.ts";
import { openShardedLink } from "./sharded.ts";
import { openStreamsLink } from "./streams.ts";

export const links: Record<LinkName, OpenLink> = {
  none: async () => noLink,
  "bridge-single": openSingleBridgeLink,
  bridge: openBridgeLink,
  adapter: openAdapterLink,
  "adapter-other-key": openOtherKeyLink,
  sharded: openShardedLink,
  streams: openStreamsLink,
};
