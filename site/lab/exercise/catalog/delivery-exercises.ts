// The exercise of lesson 15: a message that was sent again.

import type { Exercise } from "../exercise.ts";
import { original } from "./parts.ts";

const everyone = ["α", "β"];
const tea = (id: string) => ({ client: "α", event: "message", data: { id, text: "one tea" } }) as const;

/** Drops the second of two messages with one id. Another message with the same text is another message. */
export const dropRepeat: Exercise = {
  files: ["handlers.ts"],
  region: "message",
  start: {},
  solution: {
    "handlers.ts": [
      {
        from: original.answerClient,
        to: `const known = new Set<unknown>();

${original.answerClient}`,
      },
      {
        from: original.onMessage,
        to: `${original.onMessage}    const { id } = data as { id: string };
    if (known.has(id)) return reply(ack, "ok");
    known.add(id);
`,
      },
    ],
  },
  setup: {
    links: { a: "adapter", b: "adapter" },
    clients: [
      { name: "α", server: "a" },
      { name: "β", server: "b" },
    ],
  },
  trials: [
    { run: [tea("order #"), tea("order #")], expect: { heardBy: everyone } },
    { run: [tea("order #")], expect: { heardBy: everyone } },
  ],
};
