// Reads the names and addresses among the flags: those that this gateway has, and those of sites that may use it.
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

/** Returns the URL without a path or final slash. Throws a ConfigError if it is invalid. */
export function siteAddress(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && /^(0\.0\.0\.0|::)$/.test(hostName(url.host) ?? "")) {
    throw new ConfigError(
      `${name} must be an address that others can open; 0.0.0.0 only means all of this machine's addresses. Leave it out, or give one like http://192.168.1.20:3000.`,
    );
  }
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash) {
    return url.origin;
  }
  throw new ConfigError(
    `${name} must be an address like http://192.168.1.20:3000, without a path; it was "${text}".`,
  );
}
