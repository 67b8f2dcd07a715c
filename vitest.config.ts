// How the tests run. Units are plain functions and share their workers; worlds start real processes and a real browser.
import { defineConfig } from "vitest/config";
import { cacheFolder } from "./servers/cache-folder.ts";

// Each file's process loads the same libraries, as compiled by the first.
process.env.NODE_COMPILE_CACHE ??= cacheFolder;

/** Tests of plain functions. */
export const units = [
  "test/{,ci/}*.test.ts",
  "test/package/javascript.test.ts",
  "test/mutants/*.test.ts",
  "test/site/**/*.test.ts",
  "test/servers/{cache-folder,histogram,rate,secrets,quiz/tally}.test.ts",
  "test/servers/gateway/{safe-parse,admission/hosts,api/{bearer,rates},pages/conditions,relay/hop-by-hop,watch/socket-limits}.test.ts",
  "test/servers/gateway/workshop/{authenticate,clean-text,handle-events,instructor-key,pairs/{codes,pairing},phones,roster,shown/shown,signals/signals,start/addresses,record/*}.test.ts",
  "test/servers/lab/{redis/leftovers,console/commands,process/client-limits,trace/*,process/observe/{payload,reporter,tap}}.test.ts",
  "test/servers/report/{verdict,reports}.test.ts",
  "test/servers/redis/{resp/*,broker/glob}.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "units", include: units, isolate: false } },
      {
        extends: true,
        test: {
          name: "worlds",
          include: ["test/**/*.test.ts"],
          exclude: units,
          globalSetup: ["test/setup/redis-kinds.ts", "test/setup/build-site.ts"],
        },
      },
    ],
    reporters: ["default", "./test/setup/closing-line.ts"],
    // Everything arrives within milliseconds; on a busy machine it may take long, which isn't a failure.
    expect: { requireAssertions: true, poll: { timeout: 40_000 } },
    // A failure shows what a page or a terminal really held.
    chaiConfig: { truncateThreshold: 0 },
    pool: "forks",
    // Worlds mostly wait for a page to draw or a process to start, so more workers than cores pay off. CI has two cores,
    // and others may use them as well.
    maxWorkers: process.env.CI ? 2 : 4,
    fsModuleCache: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
