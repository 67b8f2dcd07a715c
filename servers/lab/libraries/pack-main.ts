// Packs the libraries of server processes in a process of its own, since a bundler needs much memory.
import { packLibraries } from "./pack.ts";

await packLibraries();
