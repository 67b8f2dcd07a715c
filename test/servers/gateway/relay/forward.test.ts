// A request that cannot be forwarded.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createErrorBoundary } from "../../../../servers/error-boundary.ts";
import { forward } from "../../../../servers/gateway/relay/forward.ts";

test("a server that can't be reached is a 503 that says why, without the path of its socket", async () => {
  const boundary = createErrorBoundary();
  const nowhere = { socketPath: "/nowhere/1.sock", path: "/" };
  const server = http.createServer((req, res) => forward(boundary, req, res, nowhere)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(answer.status).toBe(503);
  expect((await answer.json()).error.message).toBe("The server did not answer (ENOENT). Connect again.");
});
