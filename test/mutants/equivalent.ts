// Mutants that no test can kill, since what they change nobody can see. They are left out of the score.

export interface Equivalent {
  file: string;
  /** The line of the source, without the spaces around it. */
  line: string;
  /** What stands in place of a part of it. Without it, whatever does. */
  becomes?: string;
  why: string;
}

export const equivalents: readonly Equivalent[] = [];
