// Which links are bridges: Pub/Sub by hand, without an adapter.
import type { LinkName } from "../../servers/protocol.ts";

export const isBridge = (link: LinkName) => link === "bridge" || link === "bridge-single";

/** Whether a server passes over a message that it published itself: an adapter does, a bridge takes it like anybody's. */
export const passesOver = (own: boolean, link: LinkName) => own && !isBridge(link);
