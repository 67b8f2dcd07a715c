// Heads of requests: valid names and values, ones an attacker would send, and any bytes.
import fc from "fast-check";
import { instructorKey, tokenWord } from "../placeholders.ts";
import { anyBytes, often } from "../target.ts";

const number = fc.constantFrom(
  "",
  "",
  "0",
  "1",
  "5",
  "9",
  "1000000",
  "9007199254740993",
  "18446744073709551615",
  "-1",
  "x",
);
const range = fc.tuple(number, number).map((ends) => ends.join("-"));
const ranges = fc
  .tuple(
    fc.constantFrom("bytes=", "bytes=", "bytes=", "bytes ", "items=", ""),
    fc.array(range, { minLength: 1, maxLength: 3 }),
  )
  .map(([unit, all]) => unit + all.join(","));
/** The right length in characters, in bytes, or in neither. */
const secrets = fc.constantFrom(
  tokenWord,
  tokenWord,
  `${tokenWord.slice(0, -1)}\u00e9`,
  `${"x".repeat(31)}\u00e9`,
  `${"x".repeat(30)}\u00c3\u00a9`,
  "\u00ff".repeat(32),
  "x".repeat(32),
  "x".repeat(400),
  instructorKey,
  `${instructorKey.slice(0, -1)}\u00e9`,
);

const known: Record<string, fc.Arbitrary<string>> = {
  Authorization: secrets.map((secret) => `Bearer ${secret}`),
  Range: ranges,
  "If-Range": fc.constantFrom('"x"', "Thu, 01 Jan 1970 00:00:00 GMT", "W/\u00ff"),
  "If-None-Match": fc.constantFrom("*", '"x"', 'W/"', "\u00ff"),
  "If-Modified-Since": fc.constantFrom("x", "Thu, 01 Jan 2099 00:00:00 GMT"),
  Connection: fc.constantFrom("close", "keep-alive", "Upgrade", "close, Upgrade", "Trailer, X", "\u00ff", ""),
  "Keep-Alive": fc.constantFrom("timeout=0", "timeout=1e9, max=-1"),
  "Proxy-Connection": fc.constantFrom("keep-alive", "x"),
  TE: fc.constantFrom("trailers", "gzip;q=2", "\u00ff"),
  Trailer: fc.constantFrom("x", "Content-Length", "\u00ff", ""),
  "Transfer-Encoding": fc.constantFrom(
    "chunked",
    "gzip, chunked",
    "identity",
    "chunked, chunked",
    "xchunked",
    "",
  ),
  Upgrade: fc.constantFrom("websocket", "h2c", "x", "WebSocket, x", ""),
  "HTTP2-Settings": fc.constantFrom("AAMAAABkAAQAoAAAAAIAAAAA", "x"),
  Expect: fc.constantFrom("100-continue", "x", ""),
  Origin: fc.constantFrom(
    "http://localhost",
    "http://localhost",
    "null",
    "http://other",
    "\u00ff",
    "http://[",
  ),
  "Content-Type": fc.constantFrom(
    "application/json",
    "text/plain;charset=UTF-8",
    "application/octet-stream",
    "\u00ff",
  ),
  "Content-Encoding": fc.constantFrom("gzip", "br", "x"),
  "Accept-Encoding": fc.constantFrom("br", "gzip;q=0", "*", "\u00ff", "br, gzip, deflate"),
  Cookie: fc.constantFrom("crosstalk-server=a", "crosstalk-server=__proto__", "=;;=", "\u00ff=\u00ff"),
  "X-Forwarded-Proto": fc.constantFrom("https", "\u00ff"),
  "X-Forwarded-For": fc.constantFrom("1.2.3.4", "\u00ff, x"),
  Forwarded: fc.constantFrom("for=_x;proto=https"),
  "Sec-WebSocket-Key": fc.constantFrom("AAAAAAAAAAAAAAAAAAAAAA==", "x", ""),
  "Sec-WebSocket-Version": fc.constantFrom("13", "8", "99", "x"),
  "Sec-WebSocket-Protocol": fc.constantFrom("x", "a, b", "\u00ff", ""),
  "Sec-WebSocket-Extensions": fc.constantFrom(
    "permessage-deflate",
    "permessage-deflate; server_max_window_bits=99",
    "\u00ff",
    "x;",
  ),
  "Access-Control-Request-Method": fc.constantFrom("POST"),
  "X-HTTP-Method-Override": fc.constantFrom("DELETE"),
  Host: fc.constantFrom("localhost", "other", "", "[::1]", "\u00ff", "127.0.0.1:99999"),
};

const knownHeader = fc
  .constantFrom(...Object.entries(known))
  .chain(([name, value]) => value.map((one) => `${name}: ${one}\r\n`));
const anyHeader = fc
  .tuple(
    often(fc.constantFrom(...Object.keys(known), "x", "__proto__", "Content-Length"), anyBytes(12)),
    fc.constantFrom(":", ": ", " : ", ":\t", ""),
    fc.oneof(anyBytes(40), fc.constantFrom("x\r\n y", "x\r\n\ty", "x\ny", "x\ry", "\x00", "x".repeat(9000))),
    fc.constantFrom("\r\n", "\r\n", "\n"),
  )
  .map((parts) => parts.join(""));
const host = often(
  fc.constant("Host: localhost\r\n"),
  fc.constantFrom(
    "",
    "Host: other\r\n",
    "Host: \u00ff\r\n",
    "Host: localhost\r\nHost: other\r\n",
    "host:localhost:80\r\n",
  ),
  20,
);
const others = fc.array(
  fc.oneof({ weight: 5, arbitrary: knownHeader }, { weight: 1, arbitrary: anyHeader }),
  { maxLength: 4 },
);

/** The lines of a head with their line endings, without the empty line that ends the head. */
export const headers: fc.Arbitrary<string> = fc
  .tuple(host, others)
  .map(([host, others]) => host + others.join(""));

const upgrading = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
const webSocket = `${upgrading}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n`;
/** The same for a request for another protocol. */
export const upgradeHeaders: fc.Arbitrary<string> = fc
  .tuple(
    host,
    often(fc.constant(webSocket), fc.constantFrom(upgrading, "Connection: Upgrade\r\nUpgrade: x\r\n"), 3),
    fc.array(fc.oneof(knownHeader, anyHeader), { maxLength: 1 }),
  )
  .map(([host, webSocket, others]) => host + webSocket + others.join(""));
