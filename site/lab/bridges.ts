// Which links are bridges: Pub/Sub by hand, without an adapter.
import type { LinkName } from "../../servers/protocol.ts";

export const isBridge = (link: LinkName) => link === "bridge" || link === "bridge-single";
