// `npm run build:static -- --base /crosstalk/`: builds the site for any static host; its labs play recordings.
//
//   --base   the path that the site is served under; / by default
//   --site   its public address, e.g. https://example.org; pages then give it as their canonical address
//   --live   a gateway, e.g. https://labs.example, started with --allow-site <the site's address>; pages use its labs while it responds
//   --out    the folder to write to; dist-static by default
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
