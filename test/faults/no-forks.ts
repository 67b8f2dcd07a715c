// Loaded into the gateway before its own code: from one SIGUSR2 to the next, no process can be started. Processes it starts have
// the right time, because redis-server hangs with libfaketime (both replace its memory allocator's clock).
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
// A missing program fails like fork does: with 'error' in a later turn, and without a process id.
prototype.spawn = function (this: Spawning, options) {
  return spawn.call(this, isRefused ? { ...options, file: "/no/such/program" } : options);
};
delete process.env.LD_PRELOAD;
delete process.env.DYLD_INSERT_LIBRARIES;
