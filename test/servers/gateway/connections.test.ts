// How many connections the gateway accepts depends on the system's limit of open files.
import { expect, test } from "vitest";
import { connectionLimits } from "../../../servers/gateway/admission/connections.ts";

test.each([
  [1_048_576, 200, 5000],
  [Number.POSITIVE_INFINITY, 200, 5000],
  [4096, 200, 1218],
  [1024, 20, 402],
  [128, 2, 26],
  [64, 200, 10],
])("of %d open files, %d labs leave %d connections", (openFiles, capacity, most) => {
  expect(connectionLimits(capacity, openFiles).maxConnections).toBe(most);
});

test("the limit of this process is known", () => {
  expect(connectionLimits(1).maxConnections).toBeGreaterThan(9);
});
