// Each folder of examples/ as an archive to download.
import type { APIRoute } from "astro";
import { strToU8, zipSync } from "fflate";
import { exampleNames, filesOfExample } from "../../lesson/sources.ts";

/** The earliest that an archive can hold: the same files make the same archive. */
const mtime = "1980-01-01T00:00:00";

export const getStaticPaths = () => exampleNames.map((name) => ({ params: { name } }));

export const GET: APIRoute = ({ params: { name = "" } }) => {
  const files = Object.entries(filesOfExample(name)).map(([path, text]) => [path, strToU8(text)] as const);
  return new Response(Uint8Array.from(zipSync(Object.fromEntries(files), { mtime })), {
    headers: { "content-type": "application/zip" },
  });
};
