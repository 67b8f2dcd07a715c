// The libraries that a lab's servers load from one file are those that are installed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { libraries, packedLibraries } from "../../../../servers/lab/libraries/packed.ts";
import { openWorld } from "../../../world.ts";

/** Prints what each library exports, and of which type. */
const list = `
  const found = {};
  for (const name of ${JSON.stringify(libraries)}) {
    const library = await import(name);
    const names = Object.keys(library).filter((exported) => exported !== "module.exports" && exported !== "default");
    found[name] = names.sort().map((exported) => exported + ": " + typeof library[exported]);
  }
  const { createClient, ErrorReply } = await import("redis");
  const own = process.getBuiltinModule("node:module").createRequire(process.cwd() + "/package.json");
  console.log(JSON.stringify({ found, isOneRedis: own("redis").ErrorReply === ErrorReply && own("redis").createClient === createClient }));
`;

function exportsWith(...flags: string[]) {
  const args = [...flags, "--input-type=module", "--eval", list];
  return JSON.parse(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout);
}

test("are packed with every export of theirs, and an import and a require get the same one", () => {
  const packed = exportsWith("--import", packedLibraries() ?? "");
  expect(packed).toEqual(exportsWith());
  expect(packed.isOneRedis).toBe(true);
});

test.skipIf(process.platform !== "linux")("are loaded by each server of a lab", async () => {
  const world = await openWorld("embedded");
  try {
    const { servers } = await world.openLab({ shared: true });
    for (const { pid } of [servers.a, servers.b]) {
      const flags = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      expect(flags).toEqual(expect.arrayContaining(["--import", packedLibraries()]));
    }
  } finally {
    await world.close();
  }
});
