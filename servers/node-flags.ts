// Flags for starting Node that not every version supports.

/** Returns the flag, or nothing if this Node does not support it. */
export function ifKnown(flag: string): string[] {
  return process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];
}

/** For all our processes, so that a signal from another process of this user cannot open Node's debugger. */
export const withoutDebugger: string[] = ifKnown("--disable-sigusr1");
