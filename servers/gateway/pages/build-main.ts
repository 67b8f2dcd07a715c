// `npm run build`: builds the pages into dist/, as `npm start` does where they are missing or old.
import { buildSite } from "./build.ts";

await buildSite();
