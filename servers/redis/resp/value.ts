// A value of the Redis protocol.
/** A value of RESP2 or RESP3. Bytes on the wire stay bytes. All three kinds of null are `null`. */
export type RespValue =
  | { type: "simple" | "error" | "bulk" | "blobError"; bytes: Buffer }
  | { type: "verbatim"; format: string; bytes: Buffer }
  | { type: "integer" | "bigNumber"; value: bigint }
  | { type: "double"; value: number }
  | { type: "boolean"; value: boolean }
  | { type: "null" }
  | { type: "array" | "set" | "push"; items: RespValue[] }
  | { type: "map"; entries: [RespValue, RespValue][] }
  | { type: "attributed"; entries: [RespValue, RespValue][]; value: RespValue };
