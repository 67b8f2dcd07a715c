// Where the gateway is whose labs a page uses: where the site comes from, or what a static site was built with as `--live`.

import { joinPath, withBase } from "./base.ts";

// Pages of a static site name it; site/build/static/ writes it there.
const live = globalThis.document?.querySelector<HTMLMetaElement>("meta[name=crosstalk-gateway]")?.content;

/** Its origin; undefined where the site comes from. */
export const gatewayOrigin: string | undefined = live ? new URL(live).origin : undefined;

/** The path of something of the gateway's, e.g. `/api/labs`, on its origin. */
export const gatewayPath = (path: string): string =>
  live ? joinPath(new URL(live).pathname, path) : withBase(path);

export const gatewayUrl = (path: string): string => `${gatewayOrigin ?? ""}${gatewayPath(path)}`;
