// Decides which modules are bundled into one file: what every page with a lab needs in one, and each language's words in another.
// Many small files would cost a page a tenth more bytes, since each is compressed separately.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[]; importers: readonly string[] } | null;
}

const site = fileURLToPath(new URL("../", import.meta.url));

/** The files to make, each with what these modules import statically. What two of them need is in the first. */
const together = {
  /** For phones in a class, which need nothing else. */
  phone: ["icons/ServerA.svelte", "icons/ServerB.svelte", "visible-text.ts", "../servers/describe.ts"],
  kept: ["storage.ts", "base.ts", "locale.ts", "workshop/identity.ts"],
  /** For pages without a lab, too. */
  page: ["course/chosen-route.ts", "progress/store.ts", "ui/keys/keys.ts"],
  lab: ["lab/column/Lab.svelte", "lab/words/milliseconds.ts", "lab/words/places.ts"],
  "lab-en": ["lab/words/en/words.ts"],
  "lab-zh-cn": ["lab/words/zh-cn/words.ts"],
};

const known = new WeakMap<object, ReadonlyMap<string, string>>();

/** The bundler plugin for this grouping. */
export const chunks = (): Plugin => ({
  name: "crosstalk:chunks",
  configEnvironment: (environment) =>
    environment === "client"
      ? {
          build: {
            rolldownOptions: {
              // The bundler requires this for files with exactly the modules named for them.
              preserveEntrySignatures: "allow-extension",
              output: {
                codeSplitting: { groups: [{ name: chunkOf, includeDependenciesRecursively: false }] },
              },
            },
          },
        }
      : undefined,
});

/** The bundler plugin that leaves out WebTransport: labs have no HTTP/3, and the rest of the client works without it. */
export const withoutWebTransport = (): Plugin => ({
  name: "crosstalk:without-webtransport",
  applyToEnvironment: ({ name }) => name === "client",
  load: {
    filter: { id: /engine\.io-client\/.*\/webtransport\.js$/ },
    handler: () => "export class WT {}",
  },
});

/** Names the file for a module; null leaves that to the bundler. */
function chunkOf(id: string, graph: Graph): string | null {
  if (/node_modules\/(svelte|clsx|@astrojs\/svelte)\//.test(id)) return "svelte";
  // The bundler's own module, which every page loads.
  if (id.includes("vite/preload-helper")) return "kept";
  return namesIn(graph).get(id) ?? null;
}

function namesIn(graph: Graph): ReadonlyMap<string, string> {
  const before = known.get(graph);
  if (before) return before;
  const names = new Map<string, string>();
  const include = (id: string, name: string) => {
    if (names.has(id) || id.includes("/node_modules/") || !id.startsWith("/")) return;
    const info = graph.getModuleInfo(id);
    if (!info) return;
    names.set(id, name);
    for (const imported of info.importedIds) include(imported, name);
  };
  for (const [name, roots] of Object.entries(together))
    for (const root of roots) include(join(site, root), name);
  known.set(graph, names);
  return names;
}
