// What the picture needs to know about a link: whether it's a hand-written bridge, and when a server delivers to its own clients.
import type { LinkName } from "../../../servers/protocol.ts";

export const isBridge = (link: LinkName) => link === "bridge" || link === "bridge-single";

/** Whether it's the classic adapter, with any key. */
export const isClassic = (link: LinkName) => link === "adapter" || link === "adapter-other-key";

/** Whether a server ignores a message it published itself: an adapter does; a bridge handles it like any other. */
export const ignoresOwn = (own: boolean, link: LinkName) => own && !isBridge(link);

/** Whether a server waits for Redis before it delivers even to its own clients. */
export const waitsForRedis = (link: LinkName) => link !== "none" && !isClassic(link);
