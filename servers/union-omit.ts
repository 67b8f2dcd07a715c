/** `Omit` applied to each member of a union, so that a switch can still tell them apart. */
export type UnionOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
