// Inputs that once ended a gateway, or left something behind in it. Every run starts with them; a failing run prints a new one.

import { openFedGateway } from "../gateway/fed-gateway.ts";
import { problemOf } from "../gateway/problem.ts";
import type { Conversation, Place } from "../gateway/raw-client.ts";
import { labWord } from "../placeholders.ts";
import type { Target } from "../target.ts";
import { finalText, frame, upgradeTo } from "./frame.ts";

interface Found {
  name: string;
  at: Place["at"];
  inputs: Conversation[];
}

const answered = { wait: "answer" } as const;
const reset = { end: "reset" } as const;
const toA = upgradeTo(`/labs/${labWord}/a/socket.io/?EIO=4&transport=websocket`);
const plain = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const ranges = ["bytes=5-1", "bytes=0-18446744073709551615", "bytes=x-1,-1-1", "bytes=-", "bytes=9-9,0-"];

const found: Found[] = [
  {
    name: "a range that ends before it begins, or far behind the file",
    at: "gateway",
    inputs: ranges.flatMap((range) =>
      ["/", "/404.html", "/_astro/gone.js"].map((path) => [
        { send: plain(path, `Range: ${range}\r\n`) },
        answered,
      ]),
    ),
  },
  {
    name: "a token with the same number of characters but more bytes",
    at: "gateway",
    inputs: [
      [
        {
          send: `DELETE /api/labs/${labWord} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${"x".repeat(31)}\u00e9\r\n\r\n`,
        },
        answered,
      ],
      [
        { send: upgradeTo("/watch/socket.io/?EIO=4&transport=websocket") },
        answered,
        {
          send: frame(
            finalText,
            true,
            `40{"lab":"${labWord}","token":"${"x".repeat(31)}\xc3\xa9","after":0}`,
          ),
        },
        answered,
        { send: frame(finalText, true, '42["redis","PING"]') },
        answered,
      ],
    ],
  },
  {
    name: "an upgrade after a request that isn't answered yet",
    at: "gateway",
    inputs: ["/healthz", "/", `/labs/${labWord}/a/socket.io/?EIO=4&transport=polling`].map((path) => [
      { send: plain(path) + toA },
      answered,
    ]),
  },
  {
    name: "hop-by-hop headers on a relayed request",
    at: "gateway",
    inputs: [
      "Trailer: x",
      "TE: trailers",
      "Connection: Trailer, X",
      "Keep-Alive: timeout=0",
      "Upgrade: x",
    ].map((header) => [
      { send: plain(`/labs/${labWord}/a/socket.io/?EIO=4&transport=polling`, `${header}\r\n`) },
      answered,
    ]),
  },
  {
    name: "a reset while the connection is handed over",
    at: "gateway",
    inputs: [
      [{ send: toA }, reset],
      [{ send: toA }, { wait: 1 }, reset],
      [{ send: toA }, { wait: 8 }, reset],
    ],
  },
  {
    name: "an upgrade that nothing handles",
    at: "gateway",
    inputs: ["/watch/x", "/workshop/x", "/watch/", "/", "/api/labs"].map((path) => [
      { send: plain(path, "Connection: Upgrade\r\nUpgrade: x\r\n") },
      { end: "fin" },
    ]),
  },
];

/** Each is fed in turn, as often as makes `inputs` for all; failures that depend on timing need some hundreds. */
async function feed(inputs: number): Promise<void> {
  const gateway = await openFedGateway();
  try {
    for (const { name, at, inputs: few } of found) {
      const times = Math.ceil(inputs / found.length / few.length);
      const problem = await problemOf(gateway, at, Array.from({ length: times }, () => few).flat());
      if (problem) throw new Error(`${name}: ${problem.problem}`);
    }
  } finally {
    await gateway.close();
  }
}

export const ofFound: Target[] = [{ name: "what ended a gateway once", share: 0.2, feed }];
