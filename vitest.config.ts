// How the tests run: real processes and a real browser, so few at a time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/redis-kinds.ts", "test/setup/site.ts"],
    reporters: ["default", "./test/setup/closing-line.ts"],
    expect: { requireAssertions: true },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real processes and a real browser share CI's two cores: a moment without processor is no failure, two in a row are.
    retry: process.env.CI ? 2 : 0,
  },
});
