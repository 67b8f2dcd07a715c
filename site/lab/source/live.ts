// Where the labs of a page come from: from the gateway that serves it. A static site has recorded.ts instead.

import { Lab } from "../live/lab.svelte.ts";
import { network } from "../live/network.ts";
import type { LabOptions } from "../live/setup.svelte.ts";

export const createLab = (options: LabOptions = {}): Lab => new Lab(options, network);
