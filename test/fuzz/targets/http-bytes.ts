// HTTP as bytes: any head and body, several in one packet, cut and ended anywhere.
import fc from "fast-check";
import { batches } from "../gateway/batches.ts";
import type { Conversation, Step } from "../gateway/raw-client.ts";
import { labWord, sessionWord } from "../placeholders.ts";
import type { Target } from "../target.ts";
import { anyBytes, often } from "../target.ts";
import { headers, upgradeHeaders } from "./headers.ts";

const methods = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"];
const method = often(
  fc.constantFrom(...methods),
  fc.constantFrom("get", "NOPE", "G\u00e9T", "", "PRI", "SOURCE"),
);
const version = often(
  fc.constant("HTTP/1.1"),
  fc.constantFrom("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/1.1 ", "http/1.1", "", "HTTP/11.1"),
  12,
);
const engine = fc.constantFrom(
  "?EIO=4&transport=polling",
  "?EIO=4&transport=websocket",
  `?EIO=4&transport=polling&sid=${sessionWord}`,
  `?EIO=4&transport=websocket&sid=${sessionWord}`,
  "?EIO=3&transport=polling&b64=1&j=0",
  "?transport=__proto__&EIO=4",
  "?browser=x&EIO=4&transport=polling",
  "",
);
const endpoint = fc
  .tuple(
    fc.constantFrom(
      ...["a", "b", "balanced", "c", "%61"].map((server) => `/labs/${labWord}/${server}/socket.io/`),
      ...["/watch/socket.io/", "/workshop/socket.io/", "/watch/x", "/workshop/x", "/labs//a/socket.io/"],
    ),
    engine,
  )
  .map((parts) => parts.join(""));
const page = fc.constantFrom(
  ..."/ /join/ /join /404.html /404 /favicon.svg /robots.txt /zh-cn/ /cheat-sheet/ /index.html /progress/".split(
    " ",
  ),
  ..."/01-one-server/ /_astro/gone.js /.made-of /..%2f /%00 /%ff /healthz /join/../ //join/ /?x=%E0%A4%A /source/".split(
    " ",
  ),
);
const call = fc.constantFrom(
  ...[
    "",
    "/trace?after=0",
    "/trace?after=x",
    "/balancer",
    "/report",
    "/servers/a",
    "/servers/a/kill",
    "/servers/a/start",
  ].map((path) => `/api/labs/${labWord}${path}`),
  ...[
    `/api/labs/${labWord}/cables/b`,
    "/api/labs/x",
    "/api/labs/x/trace",
    "/api/",
    "/api/%ff",
    "/api/workshop",
  ],
  ...["/api/workshop/record", "/api/workshop/x"],
);
const path = fc.oneof(
  { weight: 5, arbitrary: endpoint },
  { weight: 4, arbitrary: page },
  { weight: 3, arbitrary: call },
  { weight: 1, arbitrary: anyBytes(30).map((bytes) => `/${bytes}`) },
);
const target = often(
  path,
  fc.oneof(
    path.map((one) => `http://localhost${one}`),
    path.map((one) => `HTTP://other:99999${one}`),
    path.map((one) => `/${one}#${one}`),
    fc.constantFrom(
      "*",
      "localhost:80",
      "//",
      "?",
      "http://",
      "http://[",
      "\u00ff",
      "/a b",
      `/${"x".repeat(20_000)}`,
    ),
  ),
  8,
);

const chunk = fc
  .tuple(anyBytes(20), fc.constantFrom("", "", ";x=y", ";\u00e9", ';a="b\r\n"', " "))
  .map(([bytes, extension]) => `${bytes.length.toString(16)}${extension}\r\n${bytes}\r\n`);
const lastChunk = fc.constantFrom(
  "0\r\n\r\n",
  "0\r\nX-Trailer: y\r\n\r\n",
  "0;x\r\nHost: x\r\n\r\n",
  "-1\r\n",
  "ffffffffffffffff\r\n",
  "0\r\n",
);
const text = fc.oneof(
  anyBytes(60),
  fc.constantFrom(
    '{"link":"none"}',
    '{"state":"reset"}',
    '{"state":"up"}',
    '{"sticky":true}',
    "40",
    "2probe",
    "b",
    "\x1e",
  ),
);
/** The body, and the headers that describe it; sometimes they don't agree. */
const body: fc.Arbitrary<{ head: string; bytes: string }> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ head: "", bytes: "" }) },
  { weight: 3, arbitrary: text.map((bytes) => ({ head: `Content-Length: ${bytes.length}\r\n`, bytes })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(chunk, { maxLength: 3 }), lastChunk)
      .map(([chunks, last]) => ({ head: "Transfer-Encoding: chunked\r\n", bytes: chunks.join("") + last })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("-1", "1e3", "1, 2", "99999999999999999999", "0x10", "", "5\r\nContent-Length: 6"),
        text,
      )
      .map(([length, bytes]) => ({ head: `Content-Length: ${length}\r\n`, bytes })),
  },
);

const request = fc
  .tuple(method, target, version, headers, body)
  .map(([method, target, version, headers, body]) => {
    const line = [method, target, version].filter(Boolean).join(" ");
    return `${line}\r\n${headers}${body.head}\r\n${body.bytes}`;
  });
const simple = fc
  .tuple(fc.oneof(endpoint, page, call), headers)
  .map(([path, headers]) => `GET ${path} HTTP/1.1\r\n${headers}\r\n`);
const upgrade = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: endpoint }, { weight: 1, arbitrary: path }),
    upgradeHeaders,
    anyBytes(12),
  )
  .map(([path, headers, behind]) => `GET ${path} HTTP/1.1\r\n${headers}\r\n${behind}`);
const broken = fc.oneof(
  anyBytes(80),
  request.map((whole) => whole.slice(0, whole.length / 2)),
);

/** Requests and upgrades in any order, in one packet or in several. */
const packets = fc.array(
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: request },
        { weight: 4, arbitrary: simple },
        { weight: 4, arbitrary: upgrade },
        { weight: 1, arbitrary: broken },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((several) => several.join("")),
  { minLength: 1, maxLength: 2 },
);
const wait = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step[]>([{ wait: "answer" }]) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }).map((turns): Step[] => [{ wait: turns }]) },
  { weight: 2, arbitrary: fc.constant<Step[]>([]) },
);
const end = fc.constantFrom<Step[]>([], [{ end: "fin" }], [{ end: "reset" }], [{ end: "reset" }]);
const share = fc.nat({ max: 1000 }).map((thousandths) => thousandths / 1000);

/** Sends packets whole, or each in two pieces; ends in the middle or at the end. */
const conversation: fc.Arbitrary<Conversation> = fc
  .tuple(packets, wait, end, fc.option(share, { freq: 1 }), fc.option(share, { freq: 1 }))
  .map(([packets, wait, end, cut, torn]) => {
    const steps = packets.flatMap((bytes, index): Step[] => {
      const at = cut === null ? bytes.length : Math.floor(cut * bytes.length);
      const pieces = [bytes.slice(0, at), bytes.slice(at)].filter(Boolean).map((send): Step => ({ send }));
      return [
        ...(index > 0 ? wait : []),
        ...pieces.flatMap((piece, n) => (n > 0 ? [...wait, piece] : [piece])),
      ];
    });
    // Doesn't wait for a torn connection.
    if (torn === null) return [...steps, ...wait, ...end];
    const whole = packets.join("");
    return [{ send: whole.slice(0, Math.ceil(torn * whole.length)) }, ...wait, ...end];
  })
  .filter((steps) => !steps.some(isOwn));

/** Only the health check opens and closes labs. */
function isOwn(step: Step): boolean {
  return "send" in step && /POST \S*\/api\/labs[^\w/]|DELETE \S*\/api\/labs\//.test(step.send);
}

export const ofHttpBytes: Target[] = [
  batches({ name: "HTTP as bytes", share: 3.5, at: "gateway", conversation }),
];
