// The built site as a browser gets it: how many bytes, and what it may cache.
import { existsSync, readdirSync } from "node:fs";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { siteFolder } from "../../../servers/gateway/pages/build.ts";
import { createSite } from "../../../servers/gateway/pages/site.ts";

const lesson = "/07-the-adapter/";
const files = readdirSync("dist", { recursive: true, encoding: "utf8" });
const astro = (name: RegExp) => `/${files.find((file) => file.startsWith("_astro/") && name.test(file))}`;

let server: http.Server;
beforeAll(async () => {
  server = http.createServer(createSite(siteFolder())).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => void server.close());

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Node's own client: fetch would decompress, and hide what was on the wire. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = http.get({ port, path, headers, host: "127.0.0.1" }, async (answer) => {
    resolve({
      status: answer.statusCode,
      headers: answer.headers,
      body: Buffer.concat(await answer.toArray()),
    });
  });
  request.on("error", reject);
  return promise;
}

describe("a page", () => {
  test.each([
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["gzip, deflate", "gzip", gunzipSync],
  ])(
    "goes to a browser that takes %j as %s, a third of its size at most",
    async (accepted, encoding, unpack) => {
      const plain = await get(lesson);
      const packed = await get(lesson, { "accept-encoding": accepted });
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(packed.headers["content-encoding"]).toBe(encoding);
      expect(packed.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(Number(packed.headers["content-length"])).toBe(packed.body.length);
      expect(packed.body.length).toBeLessThan(plain.body.length / 3);
      expect(unpack(packed.body).equals(plain.body)).toBe(true);
    },
  );

  test("is revalidated, costs nothing while it's the same, and no encoding is taken for another", async () => {
    const forms = [await get(lesson), await get(lesson, { "accept-encoding": "br" })];
    expect(forms[0]?.headers.etag).not.toBe(forms[1]?.headers.etag);
    for (const { headers } of forms) {
      expect(headers).toMatchObject({ "cache-control": "no-cache", vary: "accept-encoding" });
    }
    const again = await get(lesson, {
      "accept-encoding": "br",
      "if-none-match": forms[1]?.headers.etag ?? "",
    });
    expect(again).toMatchObject({ status: 304, headers: { "cache-control": "no-cache" } });
    expect(again.headers.vary).toMatch(/^accept-encoding$/i);
    expect(again.body).toHaveLength(0);
  });
});

test("scripts and styles are cached forever, because their names change with them", async () => {
  for (const path of [astro(/\.js$/), astro(/\.css$/)]) {
    const { headers, status } = await get(path, { "accept-encoding": "br" });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers["content-encoding"]).toBe("br");
  }
});

test("fonts and the search index are already compressed, and are sent as they are", async () => {
  const index = `/${files.find((file) => file.endsWith(".pf_meta"))}`;
  for (const path of [astro(/\.woff2$/), index]) {
    const { headers, status } = await get(path, { "accept-encoding": "gzip, br" });
    expect(status).toBe(200);
    expect(headers["content-encoding"]).toBeUndefined();
    expect(existsSync(`dist${path}.br`)).toBe(false);
  }
});

test("an address that doesn't exist isn't cached, wherever it is", async () => {
  for (const path of ["/nowhere/", "/_astro/gone.js"]) {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(headers["cache-control"]).toBe("no-cache");
    expect(body.toString()).toContain("This page does not exist");
  }
});
