// Mutants that no test can kill, since what they change nobody can see. They are left out of the score.

export interface Equivalent {
  file: string;
  /** The line of the source, without the spaces around it. */
  line: string;
  /** What stands in place of a part of it. Without it, whatever does. */
  becomes?: string;
  why: string;
}

export const equivalents: readonly Equivalent[] = [
  {
    file: "servers/lab/console/commands.ts",
    line: '...reading("PING ECHO TIME", "none"),',
    becomes: '""',
    why: "what is no place holds no key either; the compiler refuses it",
  },
  {
    file: "servers/gateway/api/bearer.ts",
    line: 'return /^Bearer (\\S+)$/i.exec(header ?? "")?.[1];',
    becomes: '"Stryker was here!"',
    why: "neither text is a header with a secret",
  },
];
