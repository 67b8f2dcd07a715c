// `npm run build`: builds the pages into dist/, like `npm start` does when they are missing or out of date.
import { buildSite } from "./build.ts";

await buildSite();
