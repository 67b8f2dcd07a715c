// What the relay forwards: the message's headers, and none of the connection it came over.
import { expect, test } from "vitest";
import { endToEnd, framing } from "../../../../servers/gateway/relay/hop-by-hop.ts";

test.each([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
])("%s belongs to the connection", (name) => {
  expect(endToEnd({ [name]: "x", cookie: "a=1" })).toStrictEqual({ cookie: "a=1" });
});

test("so does whatever Connection names, in any case and with any spaces", () => {
  const headers = { connection: "close, X-One ,\tx-two,,", "x-one": "1", "x-two": "2", "x-three": "3" };
  expect(endToEnd(headers)).toStrictEqual({ "x-three": "3" });
});

test("everything else is the message's own, lists too", () => {
  const headers = { host: "a", origin: "http://a", "set-cookie": ["a=1", "b=2"], "content-length": "2" };
  expect(endToEnd(headers)).toStrictEqual(headers);
});

test.each([
  [{}, {}],
  [{ "content-length": "0" }, { "content-length": "0" }],
  [{ "content-length": "12", connection: "content-length" }, { "content-length": "12" }],
  [{ "transfer-encoding": "gzip, chunked" }, { "transfer-encoding": "chunked" }],
  [{ "transfer-encoding": "chunked", "content-length": "3" }, { "transfer-encoding": "chunked" }],
  [{ "transfer-encoding": "" }, { "transfer-encoding": "chunked" }],
])("the body of a request with %j gets its length from %j", (headers, framed) => {
  expect(framing(headers)).toStrictEqual(framed);
});
