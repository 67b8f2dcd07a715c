// Compresses the built site once, so that a room's Wi-Fi carries a fifth of it and the server doesn't compress anything.
//
//   index.html  ▶  index.html.br, index.html.gz      the gateway sends the one the browser accepts
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { AstroIntegration } from "astro";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Text only: fonts and Pagefind's index are already compressed. */
const text = /\.(?:html|css|js|json|svg|txt)$/;

/** One step below the best: halves the build time for two percent more bytes. */
const quality = 10;

/** Must come after all integrations that write into the finished site. */
export function compress(): AstroIntegration {
  return {
    name: "compress",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const root = fileURLToPath(dir);
        const entries = await readdir(root, { recursive: true, withFileTypes: true });
        // A page of a source file is in a folder of that file's name.
        const files = entries.filter((entry) => entry.isFile() && text.test(entry.name));
        await Promise.all(files.map(({ parentPath, name }) => compressFile(join(parentPath, name))));
      },
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const [br, gz] = await Promise.all([brotli(content, { params }), zip(content, { level: 9 })]);
  // A file that doesn't get smaller is served as it is.
  if (br.length < content.length) await writeFile(`${path}.br`, br);
  if (gz.length < content.length) await writeFile(`${path}.gz`, gz);
}
