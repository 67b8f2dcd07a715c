// `npm run build:static -- --base /crosstalk/`: the site for any host of files, which plays recordings.
//
//   --base   the path that it will stand under; /
//   --site   its public address, e.g. https://example.org; pages then name it as canonical
//   --live   a gateway, e.g. https://labs.example, started with --allow-site <the site's address>; pages use its labs while it responds
//   --out    the folder; dist-static
import { parseArgs } from "node:util";
import { buildStatic } from "./build-static.ts";

const { values } = parseArgs({
  options: {
    base: { type: "string", default: "/" },
    site: { type: "string" },
    live: { type: "string" },
    out: { type: "string", default: "dist-static" },
  },
});
try {
  const { bytes, files } = await buildStatic(values);
  console.log(`${values.out}/: ${files} files, ${(bytes / 1e6).toFixed(1)} MB without fonts.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
