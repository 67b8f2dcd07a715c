// The exercises of lesson 06: a bridge by hand, and what it lacks.

import type { Exercise } from "../exercise.ts";
import { original } from "./parts.ts";

const clients = [
  { name: "α", server: "a" },
  { name: "γ", server: "a" },
  { name: "β", server: "b" },
] as const;
const everyone = ["α", "γ", "β"];
const links = { a: "bridge", b: "bridge" } as const;
const inTea = [
  { name: "α", server: "a", rooms: ["tea"] },
  { name: "γ", server: "a" },
  { name: "β", server: "b", rooms: ["tea"] },
] as const;
const file = "links/bridge.ts";

const fromAlpha = { client: "α", event: "message", data: "hi #" };
const fromBeta = { client: "β", event: "message", data: "hello #" };

export const bridgeMessage: Exercise = {
  files: [file],
  region: "bridge",
  start: {
    [file]: [
      {
        from: original.subscribe,
        to: `  // 1. Subscribe to the channel. Emit each message that arrives to this server's own clients.

  const publish = (data: unknown) => {
    // 2. Publish the data on the channel.
  };
`,
      },
    ],
  },
  solution: {},
  setup: { links, clients },
  trials: [
    { run: [fromAlpha], expect: { heardBy: everyone } },
    { run: [fromBeta], expect: { heardBy: everyone } },
    { run: [{ client: "γ", event: "message", data: { tea: "# cups" } }], expect: { heardBy: everyone } },
  ],
};

export const bridgeRooms: Exercise = {
  files: ["handlers.ts", file],
  region: "rooms",
  start: {},
  solution: {
    "handlers.ts": [
      {
        from: original.toRoom,
        to: `    const { publish } = link();
    if (publish) publish(message.data, message.room);
    else io.to(message.room).emit("message", message.data);
`,
      },
    ],
    [file]: [
      {
        from: original.subscribe,
        to: `  await subClient.subscribe(channel, (text) => {
    const { data, room } = parse(text) as { data: unknown; room?: string };
    const clients = room === undefined ? io.local : io.local.to(room);
    clients.emit("message", data);
  });
  const publish = (data: unknown, room?: string) => pubClient.publish(channel, JSON.stringify({ data, room }));
`,
      },
    ],
  },
  setup: { links, clients: inTea },
  trials: [
    {
      run: [{ client: "α", event: "room:message", data: { room: "tea", data: "milk #" } }],
      expect: { heardBy: ["α", "β"] },
    },
    {
      run: [{ client: "γ", event: "room:message", data: { room: "tea", data: "sugar #" } }],
      expect: { heardBy: ["α", "β"] },
    },
    {
      run: [{ client: "β", event: "room:message", data: { room: "tea", data: "lemon #" } }],
      expect: { heardBy: ["α", "β"] },
    },
    { run: [fromAlpha], expect: { heardBy: everyone } },
  ],
};

export const bridgeEcho: Exercise = {
  files: [file],
  region: "bridge",
  start: {},
  solution: {
    [file]: [
      {
        from: original.subscribe,
        to: `  const me = Math.random().toString(36).slice(2);
  await subClient.subscribe(channel, (text) => {
    const { from, data } = parse(text) as { from: string; data: unknown };
    if (from !== me) io.local.emit("message", data);
  });
  const publish = (data: unknown) => {
    io.local.emit("message", data);
    pubClient.publish(channel, JSON.stringify({ from: me, data }));
  };
`,
      },
    ],
  },
  setup: { links, clients },
  trials: [
    { run: [fromAlpha], expect: { heardBy: everyone } },
    {
      setup: { cables: { a: { state: "blackhole" } } },
      run: [fromAlpha],
      expect: { heardBy: ["α", "γ"] },
    },
    { run: [fromBeta], expect: { heardBy: everyone } },
  ],
};

export const bridgeBytes: Exercise = {
  files: [file],
  region: "bridge",
  start: {},
  solution: {
    [file]: [
      {
        from: original.subscribe,
        to: `  await subClient.subscribe(channel, (text) => {
    const { bytes, data } = parse(text) as { bytes?: string; data?: unknown };
    io.local.emit("message", bytes === undefined ? data : Buffer.from(bytes, "base64"));
  });
  const publish = (data: unknown) => {
    const sent = Buffer.isBuffer(data) ? { bytes: data.toString("base64") } : { data };
    pubClient.publish(channel, JSON.stringify(sent));
  };
`,
      },
    ],
  },
  setup: { links, clients },
  trials: [
    {
      run: [{ client: "α", event: "message", data: new Uint8Array([104, 105]) }],
      expect: { heardBy: everyone },
    },
    { run: [{ client: "β", event: "message", data: { tea: "# cups" } }], expect: { heardBy: everyone } },
    { run: [fromAlpha], expect: { heardBy: everyone } },
  ],
};
