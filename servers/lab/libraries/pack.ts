// Packs the libraries of a server process. Their code stays as it is; only comments and white space go.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../cache-folder.ts";
import { libraries, packedFolder } from "./packed.ts";

/** Packs them unless they are packed. Rejects if the cache can't be written, or if the bundler isn't installed. */
export async function packLibraries(): Promise<void> {
  const folder = packedFolder();
  if (existsSync(folder)) return;
  const fresh = join(cacheFolder, `packing-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, "libraries.cjs"), await bundle());
    for (const name of libraries) writeFileSync(join(fresh, fileOf(name)), await forImports(name));
    writeFileSync(join(fresh, "use.mjs"), useThem());
    takePlace(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** All in one CommonJS module, an object of libraries by name. */
async function bundle(): Promise<string> {
  const { rolldown } = await import("rolldown");
  const entry = libraries.map((name) => `${JSON.stringify(name)}: require(${JSON.stringify(name)})`);
  const id = "libraries.cjs";
  const build = await rolldown({
    input: id,
    platform: "node",
    plugins: [
      {
        name: "entry",
        resolveId(asked, importer) {
          if (asked === id) return id;
          return importer === id
            ? this.resolve(asked, new URL(import.meta.url).pathname, { skipSelf: true })
            : null;
        },
        load: (asked) => (asked === id ? `module.exports = { ${entry.join(", ")} };` : null),
      },
    ],
  });
  // Names stay, because stack traces are read: by people, and by servers/chat/redis-clients.ts.
  const { output } = await build.generate({
    format: "cjs",
    minify: { mangle: false, compress: false, codegen: true },
  });
  return output[0].code;
}

const fileOf = (name: string) => `${name.replaceAll("/", "+")}.mjs`;

/**
 * Returns the module that stands for a library, with its named exports. It requires the bundle, since Node would look through all
 * of an imported one for names to export.
 */
async function forImports(name: string): Promise<string> {
  const names = Object.keys(await import(name)).filter(
    (exported) => exported !== "default" && /^[A-Za-z_$][\w$]*$/.test(exported),
  );
  return `const { createRequire } = process.getBuiltinModule("node:module");
const library = createRequire(import.meta.url)("./libraries.cjs")[${JSON.stringify(name)}];
export const { ${names.join(", ")} } = library;
export default library;
`;
}

function useThem(): string {
  const files = Object.fromEntries(libraries.map((name) => [name, `./${fileOf(name)}`]));
  return `const { registerHooks } = process.getBuiltinModule("node:module");
const files = ${JSON.stringify(files)};
registerHooks({
  resolve: (name, context, next) =>
    Object.hasOwn(files, name) ? { url: new URL(files[name], import.meta.url).href, shortCircuit: true } : next(name, context),
});
`;
}

/** Another process may have packed them meanwhile. What was packed from other versions goes. */
function takePlace(fresh: string, folder: string): void {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
  for (const name of readdirSync(cacheFolder)) {
    const other = join(cacheFolder, name);
    if (name.startsWith("libraries-") && other !== folder) rmSync(other, { recursive: true, force: true });
  }
}
