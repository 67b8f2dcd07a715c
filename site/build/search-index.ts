// Completes the search index. Pagefind's program writes its files in the background, and Starlight ends it as soon as it reports that it's done:
// on a busy machine some files stay empty, and the search finds nothing. Then the index is made again, and Node writes it.
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
// Here, because Astro can't load anything more once the site is built.
import * as pagefind from "pagefind";

/** Must come after Starlight, and before the compression. */
export function searchIndex(): AstroIntegration {
  return {
    name: "search-index",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        if (await completeIndex(fileURLToPath(dir)))
          logger.warn("Pagefind left files empty; they're written now.");
      },
    },
  };
}

/** Makes the index of the pages in `site` again if a file in `site/pagefind` is empty. Returns whether one was. Rejects if Pagefind fails. */
export async function completeIndex(site: string): Promise<boolean> {
  const folder = join(site, "pagefind");
  if (!(await hasEmptyFile(folder))) return false;
  try {
    const { index, errors } = await pagefind.createIndex();
    if (!index) throw new Error(`Pagefind failed: ${errors.join(", ")}`);
    const added = await index.addDirectory({ path: site });
    const made = await index.getFiles();
    const failures = [...added.errors, ...made.errors];
    if (failures.length > 0) throw new Error(`Pagefind failed: ${failures.join(", ")}`);
    for (const { path, content } of made.files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  } finally {
    await pagefind.close();
  }
  return true;
}

async function hasEmptyFile(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return sizes.some(({ size }) => size === 0);
}
