// A QR code has the shape that readers look for.
import { expect, test } from "vitest";
import { qrCode } from "../../../../site/workshop/projector/qr.ts";

const squares = (path: string) =>
  new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`));

test("leaves a quiet zone of four modules on each side and draws a finder in three corners", () => {
  const { size, path } = qrCode("http://192.168.1.20:3000/join/");
  const dark = squares(path);
  for (let along = 0; along < size; along += 1) {
    for (let depth = 0; depth < 4; depth += 1) {
      const edges = [`${along},${depth}`, `${along},${size - 1 - depth}`];
      expect(edges.filter((edge) => dark.has(edge))).toEqual([]);
    }
  }
  const corners = [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const;
  for (const [x, y] of corners) {
    for (let side = 0; side < 7; side += 1) expect(dark.has(`${x + side},${y}`)).toBe(true);
    expect(dark.has(`${x + 1},${y + 1}`)).toBe(false);
    expect(dark.has(`${x + 3},${y + 3}`)).toBe(true);
  }
});

test("differs for another address", () => {
  expect(qrCode("http://192.168.1.20:3000/join/").path).not.toBe(
    qrCode("http://192.168.1.21:3000/join/").path,
  );
});
