// How many labs this machine can hold.
import process from "node:process";

/** Memory of two server processes and of the gateway's data about them, as measured by `npm run bench`. */
const bytesPerLab = 130 * 1024 ** 2;

/** Returns how many labs fit into 70 % of this machine's free memory: 1 to 200. */
export function capacityOfMachine(): number {
  return Math.min(200, Math.max(1, Math.floor((process.availableMemory() * 0.7) / bytesPerLab)));
}
