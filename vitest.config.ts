// How the tests run: real processes and a real browser, so few at a time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/redis-kinds.ts"],
    reporters: ["default", "./test/setup/closing-line.ts"],
    expect: { requireAssertions: true },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
