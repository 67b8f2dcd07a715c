// The gateway whose labs a page uses: the one that serves the site, or the one that a static site was built with (`--live`).

import { joinPath } from "../servers/base-path.ts";
import { withBase } from "./base.ts";

// A static site's pages name it; site/build/static/ adds that.
const live = globalThis.document?.querySelector<HTMLMetaElement>("meta[name=crosstalk-gateway]")?.content;

/** Its origin; undefined if the gateway serves the site. */
export const gatewayOrigin: string | undefined = live ? new URL(live).origin : undefined;

/** A path of the gateway, e.g. `/api/labs`, below the path that the gateway itself is served under. */
export const gatewayPath = (path: string): string =>
  live ? joinPath(new URL(live).pathname, path) : withBase(path);

export const gatewayUrl = (path: string): string => `${gatewayOrigin ?? ""}${gatewayPath(path)}`;
