// One spelling for the name of a host, whoever wrote it: a browser in `Host`, or a person in a flag.

/**
 * The name as browsers write it: small letters, no port, no dot at its end, no brackets, other scripts as `xn--…`. Takes a
 * name, an address, either with a port, or the beginning of a URL; null for everything else.
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
