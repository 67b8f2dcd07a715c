// When the clients of a server that ended try again. The delays are socket.io-client's own; nothing here waits for them.
import { io } from "socket.io-client";
import { expect, test } from "vitest";

/** How long each of fifty clients waits before its first attempt, in milliseconds. */
function firstDelays(options: object): number[] {
  return Array.from({ length: 50 }, () => {
    const { io: manager } = io("http://127.0.0.1:1", { autoConnect: false, forceNew: true, ...options });
    // Private, and held to the pinned version by this test.
    return (manager as unknown as { backoff: { duration: () => number } }).backoff.duration();
  });
}

test("fifty clients of a server that ended wait between 0.5 and 1.5 s, each for another time", () => {
  const delays = firstDelays({});
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...delays)).toBeLessThanOrEqual(1_500);
  expect(new Set(delays).size).toBeGreaterThan(25);
});

test("with randomizationFactor 0 they all come back in the same moment", () => {
  expect(new Set(firstDelays({ randomizationFactor: 0 }))).toEqual(new Set([1_000]));
});
