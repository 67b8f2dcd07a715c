// Flags that we start Node with, where this Node knows them.

/** The flag, or nothing where this Node would refuse to start with it. */
export function ifKnown(flag: string): string[] {
  return process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];
}

/** For every process of ours: a signal from another process of this user must not open Node's debugger. */
export const withoutDebugger: string[] = ifKnown("--disable-sigusr1");
