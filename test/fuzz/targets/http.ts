// Every HTTP route with anything in its path, head and body: each response is within the contract, and none is a 500.
import http from "node:http";
import fc from "fast-check";
import { openPlayground, type Playground } from "../gateway/fed-playground.ts";
import { expectThat, misleading, type Target } from "../target.ts";

const hostile = fc.constantFrom("__proto__", "..", "%00", "%", "*", "a/b", "%2e%2e", "LAB ", "\u00ff", "LAB");
const id = fc.oneof({ weight: 4, arbitrary: fc.constant("LAB") }, { weight: 1, arbitrary: hostile });
const server = fc.oneof(fc.constantFrom("a", "b", "c", "balanced"), hostile);
const query = fc.oneof(
  fc.constantFrom(
    "",
    "?",
    "?after=1",
    "?after=-1",
    "?after=1e999",
    "?after=NaN",
    "?EIO=4&transport=polling",
    "?EIO=4&transport=websocket",
    "?EIO=3&transport=polling&b64=1",
    "?EIO=4&transport=polling&sid=x",
    "?browser=x&EIO=4&transport=polling",
  ),
  fc.string({ maxLength: 20 }).map((text) => `?${encodeURIComponent(text)}`),
);
const path = fc.oneof(
  fc.constantFrom(
    "/",
    "/healthz",
    "/livez",
    "/readyz/",
    "/metrics",
    "/api/labs",
    "/api/",
    "/watch/socket.io/",
    "/workshop/socket.io/",
    "/api/workshop",
    "/api/workshop/record",
  ),
  id.map((lab) => `/api/labs/${lab}`),
  id.map((lab) => `/api/labs/${lab}/trace`),
  id.map((lab) => `/api/labs/${lab}/balancer`),
  id.map((lab) => `/api/labs/${lab}/code`),
  id.map((lab) => `/api/labs/${lab}/report`),
  fc.tuple(id, fc.constantFrom("servers", "cables"), server).map((parts) => `/api/labs/${parts.join("/")}`),
  fc.tuple(id, server).map(([lab, name]) => `/api/labs/${lab}/servers/${name}/start`),
  fc.tuple(id, server).map(([lab, name]) => `/labs/${lab}/${name}/socket.io/`),
  fc.string({ maxLength: 30 }).map((text) => `/${encodeURI(text.toWellFormed())}`),
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    '{"link":"none"}',
    '{"state":"up"}',
    '{"sticky":true}',
    '{"delayMs":0}',
    '{"files":{}}',
    '{"probes":{"events":[]}}',
    '{"files":{"handlers.ts":"("},"servers":["a"]}',
    "x".repeat(20_000),
  ),
  misleading.map((value) => JSON.stringify(value)),
  fc
    .record(
      { link: misleading, state: misleading, delayMs: misleading, sticky: misleading, files: misleading },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const word = fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ""));
const headers = fc.record(
  {
    authorization: fc.oneof(fc.constantFrom("Bearer TOKEN", "Bearer", "Bearer x", "Basic eDp4"), word),
    "content-type": fc.oneof(
      fc.constantFrom("application/json", "text/plain;charset=UTF-8", "application/octet-stream"),
      word,
    ),
    cookie: fc.oneof(
      fc.constantFrom("crosstalk-server=a", "crosstalk-server=c", "crosstalk-server=__proto__"),
      word,
    ),
    origin: fc.oneof({ weight: 20, arbitrary: fc.constant("ORIGIN") }, { weight: 1, arbitrary: word }),
    "if-none-match": word,
    "accept-encoding": word,
    "x-forwarded-proto": word,
    range: fc.constantFrom("bytes=0-1", "bytes=9-1", "bytes=-"),
  },
  { requiredKeys: [] },
);
// DELETE with the token would end the lab, as it should, so it's sent without.
const request = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "DELETE"),
  path,
  query,
  headers,
  body,
});
type Request = typeof request extends fc.Arbitrary<infer One> ? One : never;

async function ask({ url, lab }: Playground, { method, path, query, headers, body }: Request) {
  const fill = (text: string) =>
    text.replaceAll("LAB", lab.id).replaceAll("TOKEN", lab.token).replaceAll("ORIGIN", url);
  const { authorization, ...others } = headers;
  const given = method === "DELETE" || !authorization ? others : { ...others, authorization };
  // Node leaves out the length for some methods, and what follows would be the next request.
  const length = method === "GET" || method === "HEAD" ? {} : { "content-length": Buffer.byteLength(body) };
  const sent = http.request(url, {
    method,
    path: encodeURI(fill(path + query)).replaceAll("%25", "%"),
    headers: {
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fill(value)])),
      ...length,
    },
    agent: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  sent.on("error", reject);
  sent.setTimeout(10_000, () => sent.destroy(new Error("no answer within 10 s")));
  sent.on("response", (answer) => {
    answer
      .setEncoding("utf8")
      .toArray()
      .then((parts) => resolve({ status: answer.statusCode ?? 0, text: parts.join("") }), reject);
  });
  if (method === "GET" || method === "HEAD") sent.end();
  else sent.end(body);
  return promise;
}

export const ofHttp: Target[] = [
  {
    name: "requests to every route",
    share: 0.4,
    async feed(inputs, seed) {
      const playground = await openPlayground();
      try {
        await fc.assert(
          fc.asyncProperty(request, async (one) => {
            const { status, text } = await ask(playground, one);
            expectThat((status >= 200 && status < 500) || status === 503, `${status}: ${text}`);
            if (one.path.startsWith("/api/") && status >= 400 && one.method !== "HEAD") {
              const { error } = JSON.parse(text) as { error: { code: string; message: string } };
              expectThat(error.code !== "internal" && error.message.length > 0, text);
            }
          }),
          { numRuns: inputs, seed },
        );
        await playground.isWell();
      } finally {
        await playground.close();
      }
    },
  },
];
