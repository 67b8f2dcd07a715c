// The tests that mutants are run against: units only, since a world takes seconds to begin.
import { defineConfig } from "vitest/config";
import { units } from "../../vitest.config.ts";

export default defineConfig({
  test: { include: units, isolate: false, expect: { requireAssertions: true } },
});
