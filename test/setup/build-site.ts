// Builds the site and packs the libraries once, before the tests that use them; two builds at a time would overwrite each other.
import { ensureSite } from "../../servers/gateway/pages/build.ts";
import { ensurePacked } from "../../servers/lab/libraries/ensure-packed.ts";

export default async function setup(): Promise<void> {
  await ensureSite();
  await ensurePacked();
}
