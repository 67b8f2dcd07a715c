// Loaded into the gateway before its own code: from one SIGUSR2 to the next, no process can be started; and what it starts has
// the right time, since redis-server hangs with libfaketime (both replace its memory allocator's clock).
import { ChildProcess } from "node:child_process";

interface Spawning {
  spawn: (options: { file: string }) => unknown;
}

const prototype = ChildProcess.prototype as unknown as Spawning;
const { spawn } = prototype;
let isRefused = false;
process.on("SIGUSR2", () => {
  isRefused = !isRefused;
});
// A program that isn't there fails as fork does: with 'error' in a later turn, and without a process id.
prototype.spawn = function (this: Spawning, options) {
  return spawn.call(this, isRefused ? { ...options, file: "/no/such/program" } : options);
};
delete process.env.LD_PRELOAD;
delete process.env.DYLD_INSERT_LIBRARIES;
