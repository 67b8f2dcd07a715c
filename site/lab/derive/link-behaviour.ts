// What the picture has to know of a link: whether it is a bridge, Pub/Sub by hand without an adapter, and whom it tells when.
import type { LinkName } from "../../../servers/protocol.ts";

export const isBridge = (link: LinkName) => link === "bridge" || link === "bridge-single";

/** Whether a server passes over a message that it published itself: an adapter does, a bridge takes it like anybody's. */
export const passesOver = (own: boolean, link: LinkName) => own && !isBridge(link);

/** Whether a server tells even its own clients only when Redis has answered. */
export const waitsForRedis = (link: LinkName) => link !== "none" && link !== "adapter";
