// The keys, and what each is for.

/** What a key does, and the key. Every page has the same keys; one that nothing on the page registers does nothing. */
export const keyFor = {
  send: "s",
  "adapter-a": "a",
  "adapter-b": "b",
  replay: "p",
  back: ",",
  forward: ".",
  run: "r",
  next: "n",
  lab: "l",
  help: "?",
} as const;
export type KeyName = keyof typeof keyFor;
export const keyNames = Object.keys(keyFor) as KeyName[];
