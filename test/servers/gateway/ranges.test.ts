// What a browser, a bot or an attacker can ask of a file of the site, and what it gets.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accepts } from "../../../servers/gateway/pages/conditions.ts";
import { createSite } from "../../../servers/gateway/pages/site.ts";
import { exchange, head } from "../../security/raw.ts";

const text = "0123456789";
const page = `<!doctype html><script>run()</script>${"page ".repeat(100)}`;
let folder: string;
let url: string;
let server: http.Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "site-"));
  const files = {
    "index.html": page,
    "404.html": "<p>not here</p>",
    "a.txt": text,
    "empty.txt": "",
    "a.txt.br": "br",
    "only.gz": "a file of its own",
    "join.html": "<p>join</p>",
    ".made-of": "secret",
    ".env": "secret",
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  cpSync(join(folder, "index.html"), join(folder, "lesson", "index.html"));
  cpSync(join(folder, "index.html"), join(folder, ".git", "index.html"));
  server = http.createServer(createSite(folder)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const answer = await exchange(url, head(`${method} ${path}`, headers));
  const [top = "", ...body] = answer.split("\r\n\r\n");
  const [status, ...lines] = top.split("\r\n");
  const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2)));
  return { status: Number(status?.split(" ")[1]), headers: fields, body: body.join("\r\n\r\n") };
}

test.each([
  ["bytes=0-3", "0123", "0-3"],
  ["bytes=5-", "56789", "5-9"],
  ["bytes=9-9", "9", "9-9"],
  ["bytes=-3", "789", "7-9"],
  ["bytes=-100", text, "0-9"],
  ["bytes=0-18446744073709551615", text, "0-9"],
  ["bytes=3-99999999999999999999999999", "3456789", "3-9"],
  ["Bytes=1-2", "12", "1-2"],
])("the range %s gets 206 with these bytes", async (range, body, content) => {
  expect(await get("/a.txt", { range })).toMatchObject({
    status: 206,
    body,
    headers: { "content-range": `bytes ${content}/10`, "content-length": String(body.length) },
  });
});

test.each(["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=18446744073709551616-", "bytes=99-100"])(
  "the range %s has none of the file's bytes, and gets 416 with its size",
  async (range) => {
    expect(await get("/a.txt", { range })).toMatchObject({
      status: 416,
      body: "",
      headers: { "content-range": "bytes */10" },
    });
  },
);

test.each([
  "bytes=5-1",
  "bytes=-",
  "bytes=",
  "bytes",
  "bytes=a-b",
  "bytes=0-1,4-5",
  "bytes=0-1,",
  "bytes=1-2-3",
  "bytes=--1",
  "bytes=0x0-0x5",
  "bytes=-1.5",
  "bytes = 0-1",
  "bytes=0 - 1",
  "items=0-1",
  "=0-1",
  "0-1",
  "",
  "bytes=1e3-",
  "bytes=\xff-",
  "bytes=NaN-Infinity",
])("the range %j is malformed or of another kind, and gets the whole file", async (range) => {
  expect(await get("/a.txt", { range })).toMatchObject({ status: 200, body: text });
});

test.each(["/empty.txt", "/404.html", "/nowhere", "/", "/join/", "/lesson"])(
  "no range ends the server at %s",
  async (path) => {
    for (const range of ["bytes=5-1", "bytes=0-0", "bytes=-1", "bytes=0-18446744073709551615", "bytes=0-"])
      expect((await get(path, { range })).status).toBeGreaterThan(199);
    expect((await get("/empty.txt", { range: "bytes=0-" })).status).toBe(416);
    expect((await get("/nowhere", { range: "bytes=0-1" })).body).toBe("<p>not here</p>");
  },
);

test("a range only counts if If-Range names the current version", async () => {
  const { etag = "" } = (await get("/a.txt")).headers;
  const ranged = (ifRange: string) => get("/a.txt", { range: "bytes=0-0", "if-range": ifRange });
  expect(await ranged(etag)).toMatchObject({ status: 206, body: "0" });
  for (const other of [`W/${etag}`, '"other"', "", "Sat, 28 Nov 2026 00:00:00 GMT"])
    expect(await ranged(other)).toMatchObject({ status: 200, body: text });
});

test("a HEAD has the headers of the whole file and no body, with a range too", async () => {
  for (const headers of [{}, { range: "bytes=0-1" }, { range: "bytes=99-" }] as Record<string, string>[]) {
    const { status, headers: got, body } = await get("/a.txt", headers, "HEAD");
    expect({ status, length: got["content-length"], body }).toEqual({ status: 200, length: "10", body: "" });
  }
});

test("a file the client already has isn't sent again, however it says so", async () => {
  const { etag = "" } = (await get("/a.txt")).headers;
  for (const said of [etag, `W/${etag}`, `"x", ${etag}`, "*"])
    expect((await get("/a.txt", { "if-none-match": said, range: "bytes=99-" })).status).toBe(304);
  for (const said of ['"x"', etag.slice(1), ""])
    expect((await get("/a.txt", { "if-none-match": said })).status).toBe(200);
  expect((await get("/nowhere", { "if-none-match": "*" })).status).toBe(404);
});

test.each([
  ["br", true],
  ["gzip, deflate, br;q=0.5", true],
  ["*", true],
  ["BR", true],
  ["br;q=0", false],
  ["br; q=0.0, *", false],
  ["*;q=0", false],
  ["gzip", false],
  ["brotli-like, abrx", false],
  ["br;q=x", false],
  [undefined, false],
  ["", false],
])("Accept-Encoding: %s gets Brotli: %s", async (header, is) => {
  expect(accepts(header, "br")).toBe(is);
  const { headers } = await get("/a.txt", header === undefined ? {} : { "accept-encoding": header });
  expect(headers["content-encoding"]).toBe(is ? "br" : undefined);
});

test("every name of a page has the page's own policy", async () => {
  const policies = await Promise.all(
    [
      "/",
      "/index",
      "/index.html",
      "/lesson",
      "/lesson/",
      "/lesson/index.html",
      "/lesson/?x=1",
      "/%6cesson/",
    ].map(async (path) => {
      const { status, headers, body } = await get(path);
      expect({ path, status, body }).toEqual({ path, status: 200, body: page });
      return headers["content-security-policy"];
    }),
  );
  expect(policies[0]).toContain("sha256-");
  expect(new Set(policies).size).toBe(1);
});

test.each([
  "/.made-of",
  "/.env",
  "/.git/index.html",
  "/.git/",
  "/%2emade-of",
  "/a.txt.br",
  "/../package.json",
  "/%2e%2e/package.json",
  "/..%2fpackage.json",
  "/lesson/../.env",
  "/a.txt/",
  "/a.txt%00",
  "/%",
  "/%ff",
  "/__proto__",
  "//a.txt",
  "*",
])("%s isn't served", async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, body: "<p>not here</p>" });
});

test("a file that only has the name of a packed one is served", async () => {
  expect(await get("/only.gz")).toMatchObject({ status: 200, body: "a file of its own" });
});

test.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])(
  "%s is not allowed on a page",
  async (method) => {
    expect(await get("/", {}, method)).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  },
);

test("the site stays as it was when its folder is changed or removed", async () => {
  writeFileSync(join(folder, "a.txt"), "changed");
  rmSync(join(folder, "lesson"), { recursive: true });
  expect((await get("/a.txt")).body).toBe(text);
  expect(await get("/lesson/")).toMatchObject({ status: 200, body: page });
  rmSync(folder, { recursive: true });
  expect((await get("/")).status).toBe(200);
  expect((await get("/nowhere")).status).toBe(404);
});
