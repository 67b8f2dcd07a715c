// Each folder of examples/ as an archive to download.
import type { APIRoute } from "astro";
import { zip } from "../../build/zip.ts";
import { exampleNames, filesOfExample } from "../../lesson/sources.ts";

export const getStaticPaths = () => exampleNames.map((name) => ({ params: { name } }));

export const GET: APIRoute = ({ params: { name = "" } }) =>
  new Response(Uint8Array.from(zip(filesOfExample(name))), {
    headers: { "content-type": "application/zip" },
  });
