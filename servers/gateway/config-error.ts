// The error of a wrong flag or variable.

/** A flag or variable is invalid. The message says what to write instead. */
export class ConfigError extends Error {}
