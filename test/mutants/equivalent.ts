// Mutants that no test can kill, because nobody could notice the change. They are left out of the score.

export interface Equivalent {
  file: string;
  /** The line of the source, without surrounding spaces. */
  line: string;
  /** The replacement of a part of it. Without it, any replacement. */
  becomes?: string;
  why: string;
}

export const equivalents: readonly Equivalent[] = [
  {
    file: "servers/lab/console/commands.ts",
    line: '...reading("PING ECHO TIME", "none"),',
    becomes: '""',
    why: "an invalid place has no key either; the compiler refuses it",
  },
  {
    file: "servers/gateway/api/bearer.ts",
    line: 'return /^Bearer (\\S+)$/i.exec(header ?? "")?.[1];',
    becomes: '"Stryker was here!"',
    why: "neither text is a header with a secret",
  },
];
