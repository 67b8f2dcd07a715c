/** `Omit` for each member of a union by itself, so that its members can still be told apart. */
export type UnionOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
