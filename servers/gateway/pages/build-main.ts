// `npm run build`: builds the pages into dist/, like `npm start` does when they are missing or out of date, and packs the libraries.
import { packLibraries } from "../../lab/libraries/pack.ts";
import { buildSite } from "./build.ts";

await packLibraries();
await buildSite();
