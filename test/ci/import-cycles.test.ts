// The check for circles of imports finds them through components and types, too.
import { expect, test } from "vitest";
import { cyclesIn } from "../../.ci/import-cycles.ts";

test("files that import each other are a circle, through a component and for a type only, too", () => {
  const files = {
    "site/main.ts": 'import { parts } from "./lab/parts.ts";',
    "site/lab/parts.ts": 'import {\n  type A,\n  b,\n} from "./Path.svelte";',
    "site/lab/Path.svelte": '<script lang="ts">\nimport type { P } from "../play.ts";\n</script>',
    "site/play.ts": 'export type { parts } from "./lab/parts.ts";',
  };
  expect(cyclesIn(new Map(Object.entries(files)))).toEqual([
    ["site/lab/parts.ts", "site/lab/Path.svelte", "site/play.ts"],
  ]);
});

test("what is loaded later, and what isn't a file of ours, is no circle", () => {
  const files = {
    "a.ts": 'import "./b.ts";\nimport ts from "typescript";',
    "b.ts": '// It is loaded by a.ts: import "./a.ts" would be a circle.\nconst a = () => import("./a.ts");',
  };
  expect(cyclesIn(new Map(Object.entries(files)))).toEqual([]);
});
