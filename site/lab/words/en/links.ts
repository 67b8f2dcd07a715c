// English for the names of links.
import type { LinkName } from "../../../../servers/protocol.ts";

export const links: Record<LinkName, string> = {
  none: "none",
  "bridge-single": "bridge, as usually printed",
  bridge: "bridge by hand",
  adapter: "Redis adapter",
  "adapter-other-key": "Redis adapter, other key",
  sharded: "sharded adapter",
  streams: "streams adapter",
};
