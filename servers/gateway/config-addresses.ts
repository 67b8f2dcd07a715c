// Reads the names, addresses and paths among the flags: those that this gateway has, and those of sites that may use it.
import { isBasePath } from "../base-path.ts";
import { hostName } from "./admission/host-name.ts";
import { ConfigError } from "./config-error.ts";

/** Normalises names, which can be lists separated by commas. Throws a ConfigError if one is invalid. */
export function allowedNames(texts: readonly string[]): string[] {
  const parts = texts.flatMap((text) => text.split(",")).map((text) => text.trim());
  return parts.filter(Boolean).map((text) => {
    const name = hostName(text);
    if (name) return name;
    throw new ConfigError(
      `--allow-host (or ALLOW_HOST) must be a name like crosstalk.example, without a path or *; it was "${text}".`,
    );
  });
}

/** Returns the origins of sites, which can be lists separated by commas. Throws a ConfigError if one is invalid. */
export function siteOrigins(texts: readonly string[]): string[] {
  const parts = texts.flatMap((text) => text.split(",")).map((text) => text.trim());
  return parts.filter(Boolean).map((text) => siteAddress("--allow-site (or ALLOW_SITE)", text));
}

/** Returns the path below which everything is served; "/" if the text is empty. Throws a ConfigError if it is invalid. */
export function basePath(text = ""): string {
  const base = text || "/";
  if (isBasePath(base)) return base;
  throw new ConfigError(
    `--base (or BASE_PATH) must be a path with a slash at both ends, like /crosstalk/, of letters, digits, hyphens, ".", "_" and "~"; it was "${text}".`,
  );
}

/**
 * Returns the URL without a path or final slash. Its path may be the one below which everything is served. Throws a ConfigError
 * if it is invalid.
 */
export function siteAddress(name: string, text: string, base = "/"): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && /^(0\.0\.0\.0|::)$/.test(hostName(url.host) ?? "")) {
    throw new ConfigError(
      `${name} must be an address that others can open; 0.0.0.0 only means all of this machine's addresses. Leave it out, or give one like http://192.168.1.20:3000.`,
    );
  }
  if (url && /^https?:$/.test(url.protocol) && isAtBase(url.pathname, base) && !url.search && !url.hash) {
    return url.origin;
  }
  throw new ConfigError(
    `${name} must be an address like http://192.168.1.20:3000, without ${base === "/" ? "a path" : `a path or with that of --base, ${base}`}; it was "${text}".`,
  );
}

const isAtBase = (path: string, base: string) => path === "/" || path === base || `${path}/` === base;
