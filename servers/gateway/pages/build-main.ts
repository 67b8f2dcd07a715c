// `npm run build`: builds the pages, like `npm start` does when they are missing or out of date, and packs the libraries. They go
// into dist/, or with BASE_PATH=/crosstalk/ where a gateway with that base looks for them.
import { packLibraries } from "../../lab/libraries/pack.ts";
import { basePath } from "../config-addresses.ts";
import { buildSite, checkoutFor } from "./build.ts";

const base = basePath(process.env.BASE_PATH);
await packLibraries();
await buildSite(checkoutFor(base));
