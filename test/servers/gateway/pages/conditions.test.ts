// What a request's headers ask of a file, as plain functions; ranges.test.ts asks a server.
import { expect, test } from "vitest";
import { accepts, isNotModified, partOf } from "../../../../servers/gateway/pages/conditions.ts";
import fc from "../../../random.ts";

const tag = '"v1"';

test.each([
  ["bytes=0-3", { start: 0, end: 3 }],
  ["bytes=5-", { start: 5, end: 9 }],
  ["bytes=9-9", { start: 9, end: 9 }],
  ["bytes=0-9", { start: 0, end: 9 }],
  ["bytes=0-10", { start: 0, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-10", { start: 0, end: 9 }],
  ["bytes=-11", { start: 0, end: 9 }],
  ["BYTES=12-13", "unsatisfiable"],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=12-11", null],
  ["bytes=5-1", null],
  ["bytes=-", null],
  ["bytes=0-1,3-4", null],
  ["xbytes=0-1", null],
  ["bytes=a-1", null],
  ["bytes=0-b", null],
  ["items=0-1", null],
  ["", null],
  [undefined, null],
] as const)("of ten bytes %s is %j", (range, part) => {
  expect(partOf(range, undefined, tag, 10)).toEqual(part);
});

test("an empty file has no parts", () => {
  expect(["bytes=0-", "bytes=-1", "bytes=0-0"].map((range) => partOf(range, undefined, tag, 0))).toEqual(
    Array(3).fill("unsatisfiable"),
  );
});

test("a range only counts for the version that If-Range names", () => {
  expect(partOf("bytes=0-0", tag, tag, 10)).toEqual({ start: 0, end: 0 });
  for (const other of ['"v2"', `W/${tag}`, "", "Sat, 28 Nov 2026 00:00:00 GMT"])
    expect(partOf("bytes=0-0", other, tag, 10)).toBeNull();
});

test("whatever the request, a part is within the file", () => {
  const number = fc.oneof(fc.constant(""), fc.nat(20).map(String), fc.bigInt({ min: 0n }).map(String));
  fc.assert(
    fc.property(number, number, fc.nat(15), (first, last, size) => {
      const part = partOf(`bytes=${first}-${last}`, undefined, tag, size);
      if (part === null || part === "unsatisfiable") return;
      expect(part.start).toBeGreaterThanOrEqual(0);
      expect(part.end).toBeGreaterThanOrEqual(part.start);
      expect(part.end).toBeLessThan(size);
    }),
  );
});

test.each([
  ["br", ["br"]],
  ["gzip, br", ["br", "gzip"]],
  [" GZIP ; q=1 , deflate", ["gzip"]],
  ["*", ["br", "gzip"]],
  ["br;q=0, *", ["gzip"]],
  ["br;level=1;q=0", []],
  ["br;x=0", ["br"]],
  ["gzip;q=0.001", ["gzip"]],
  ["*;q=0, gzip", ["gzip"]],
  ["br;q=x", []],
  ["gzip;q=", []],
  ["brx, xgzip", []],
  ["", []],
  [undefined, []],
] as const)("Accept-Encoding: %s takes %j", (header, taken) => {
  expect((["br", "gzip"] as const).filter((encoding) => accepts(header, encoding))).toEqual(taken);
});

test.each([
  [tag, true],
  [`W/${tag}`, true],
  [`"x", ${tag}`, true],
  ["*", true],
  [" * ", true],
  ['"x"', false],
  ["v1", false],
  ["", false],
  [undefined, false],
])("If-None-Match: %s is had already: %s", (header, is) => {
  expect(isNotModified(header, tag)).toBe(is);
});
