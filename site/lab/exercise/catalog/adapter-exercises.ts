// The exercises of lessons 07 and 08: the adapter, and a question to all servers.

import type { Exercise } from "../exercise.ts";
import { original } from "./parts.ts";

const clients = [
  { name: "α", server: "a", rooms: ["tea"] },
  { name: "γ", server: "a" },
  { name: "β", server: "b", rooms: ["tea"] },
] as const;
const everyone = ["α", "γ", "β"];
const links = { a: "adapter", b: "adapter" } as const;

export const acrossServers = [
  { run: [{ client: "α", event: "message", data: "hi #" }], expect: { heardBy: everyone } },
  { run: [{ client: "β", event: "message", data: "hello #" }], expect: { heardBy: everyone } },
  {
    run: [{ client: "γ", event: "room:message", data: { room: "tea", data: "milk #" } }],
    expect: { heardBy: ["α", "β"] },
  },
] as const;

export const attachAdapter: Exercise = {
  files: ["links/adapter.ts"],
  region: "adapter",
  start: {
    "links/adapter.ts": [
      {
        from: original.createAdapter,
        to: `  // Make the Redis adapter from the two clients. Here its key has to begin with the prefix: \`\${prefix}socket.io\`.
  const adapter = Adapter; // Socket.IO's own, which knows the clients of this process only
`,
      },
      {
        from: `import { createClient } from "redis";
`,
        to: `import { createClient } from "redis";
import { Adapter } from "socket.io-adapter";
`,
      },
    ],
  },
  solution: {},
  setup: { links, clients },
  trials: acrossServers,
};

export const whoIsOnline: Exercise = {
  files: ["handlers.ts"],
  region: "who",
  start: {
    "handlers.ts": [
      {
        from: original.everywhere,
        to: `      const sockets = [...io.of("/").sockets.values()];
`,
      },
    ],
  },
  solution: {},
  setup: { links, clients },
  trials: [
    { run: [{ client: "α", event: "who", ack: true }], expect: { listed: "everyone" } },
    { run: [{ client: "β", event: "who", ack: true }], expect: { listed: "everyone" } },
  ],
};
