// The path below which the site is served: `/`, or what it was built for. Every link, asset and API call goes through here.

import { joinPath, stripBase } from "../servers/base-path.ts";

// Tests read this file without Vite, which would set it.
const base: string = (import.meta.env as { BASE_URL?: string } | undefined)?.BASE_URL ?? "/";

/** A path of the site as an address: `/03-two-servers/` is `/crosstalk/03-two-servers/` under `/crosstalk/`. */
export const withBase = (path: string): string => joinPath(base, path);

/** The path of a page of the site, without the base. */
export const withoutBase = (path: string): string => stripBase(base, path);
