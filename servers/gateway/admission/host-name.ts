// Normalises host names, whether they come from a browser's `Host` header or from a flag.

/**
 * Returns the name as browsers write it: lower case, no port, no final dot, no brackets, other scripts as `xn--…`. Takes a
 * name or an address, with or without a port, or the start of a URL. Returns null for anything else.
 */
export function hostName(text: string): string | null {
  const trimmed = text.trim();
  const isBareIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(trimmed);
  const address = /^https?:\/\//i.test(trimmed) ? trimmed : `http://${isBareIpv6 ? `[${trimmed}]` : trimmed}`;
  if (/[\s\\@*,]/.test(trimmed) || !URL.canParse(address)) return null;
  const { hostname, pathname, search, hash } = new URL(address);
  if (pathname !== "/" || search || hash) return null;
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "") || null;
}
