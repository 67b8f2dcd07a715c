// Builds the site once, before the tests that open it; two builds at a time would overwrite each other.
import { ensureSite } from "../../servers/gateway/pages/build.ts";

export default (): Promise<void> => ensureSite();
