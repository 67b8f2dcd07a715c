// The tests that mutants are run against: only units, because a world takes seconds to start.
import { defineConfig } from "vitest/config";
import { units } from "../../vitest.config.ts";

export default defineConfig({
  test: { include: units, isolate: false, expect: { requireAssertions: true } },
});
