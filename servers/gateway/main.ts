// `npm start`: runs the gateway with what an earlier start has compiled and packed, in a third of the processor time.
import module from "node:module";
import { cacheFolder } from "../cache-folder.ts";
import { packedLibraries } from "../lab/libraries/packed.ts";

module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? cacheFolder);
const packed = packedLibraries();
if (packed) await import(packed);
await import("./run-gateway.ts");
