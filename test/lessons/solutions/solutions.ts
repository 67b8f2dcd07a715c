// What learners may hand in for an exercise: solutions that must be accepted, and wrong ones with the problem that refuses
// them. Each is made from the text that the exercise begins with.

import { expect } from "vitest";
import type { CodeFile } from "../../../servers/protocol.ts";
import type { ExerciseName } from "../../../site/lab/exercise/catalog/all.ts";

/** Replaces the text between two lines that contain these, or the one line that contains it. */
export type Answer = Partial<Record<CodeFile, (text: string) => string>>;

export interface Answers {
  /** Besides the exercise's own solution. */
  right: Record<string, Answer>;
  wrong: Record<string, { answer: Answer; problem: object }>;
}

const bridge = (lines: string): Answer => ({
  "links/bridge.ts": (text) =>
    text.replace(/ {2}(\/\/ 1\.|await subClient\.subscribe)[\s\S]*?(?= {2}return \{)/, () => `${lines}\n`),
});

const adapter = (made: string): Answer => ({
  "links/adapter.ts": (text) => replaced(text, "const adapter = Adapter;", `const adapter = ${made};`),
});

const toRoom = (lines: string): Answer => ({
  "handlers.ts": (text) => replaced(text, '    io.to(message.room).emit("message", message.data);', lines),
});

const atMessage = (lines: string): Answer => ({
  "handlers.ts": (text) => replaced(text, "(data, ack) => {", `(data, ack) => {\n      ${lines}`),
});

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, () => to);
}

const subscribe = `await subClient.subscribe(channel, (text) => io.emit("message", JSON.parse(text)));`;
const everyone = ["α", "γ", "β"];

export const answers: Record<ExerciseName, Answers> = {
  "bridge-message": {
    right: {
      "io.emit": bridge(`${subscribe}
        const publish = (data: unknown) => void pubClient.publish(channel, JSON.stringify(data));`),
      "each socket": bridge(`await subClient.subscribe(channel, (text) => {
          for (const socket of io.sockets.sockets.values()) socket.emit("message", JSON.parse(text).data);
        });
        const publish = async (data: unknown) => { await pubClient.publish(channel, JSON.stringify({ data })); };`),
      "a pattern, and a channel for each server": bridge(`const mine = prefix + Math.random();
        await subClient.pSubscribe(prefix + "*", (text) => void io.local.emit("message", JSON.parse(text)));
        const publish = (data: unknown) => { void pubClient.publish(mine, JSON.stringify(data)); };`),
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "silent", clients: everyone } },
      "only the subscription": {
        answer: bridge(`${subscribe}\nconst publish = () => {};`),
        problem: { is: "silent", clients: everyone },
      },
      "without Redis": {
        answer: bridge(`const publish = (data: unknown) => void io.emit("message", data);`),
        problem: { is: "silent", clients: ["β"] },
      },
      "a local copy, too": {
        answer: bridge(`${subscribe}
          const publish = (data: unknown) => { io.emit("message", data); void pubClient.publish(channel, JSON.stringify(data)); };`),
        problem: { is: "repeated", clients: ["α", "γ"] },
      },
      "the subscribed connection publishes": {
        answer: bridge(`${subscribe}
          const publish = (data: unknown) => subClient.publish(channel, JSON.stringify(data));`),
        problem: { is: "fault", why: "error", text: expect.stringContaining("Can't execute 'publish'") },
      },
      "the text isn't parsed": {
        answer: bridge(`await subClient.subscribe(channel, (text) => io.emit("message", text));
          const publish = (data: unknown) => void pubClient.publish(channel, JSON.stringify(data));`),
        problem: { is: "changed", clients: everyone, got: expect.stringContaining('"\\"hi') },
      },
      "only strings": {
        answer: bridge(`await subClient.subscribe(channel, (text) => io.emit("message", text));
          const publish = (data: unknown) => void pubClient.publish(channel, String(data));`),
        problem: { is: "changed", got: '"[object Object]"' },
      },
      "what it expects to be sent": {
        answer: bridge(`const publish = () => void io.emit("message", "hi 417");
          await subClient.subscribe(channel, () => {});`),
        problem: { is: "changed" },
      },
      "an endless loop": {
        answer: bridge("const publish = () => { for (;;); };"),
        problem: { is: "fault", server: "a", why: "hung" },
      },
      "an exception": {
        answer: bridge("const publish = () => { throw new Error('mine'); };"),
        problem: {
          is: "fault",
          server: "a",
          why: "error",
          file: "links/bridge.ts",
          line: expect.any(Number),
        },
      },
      "the end of the process": {
        answer: bridge("const publish = () => { process.exit(1); };"),
        problem: { is: "fault", server: "a", why: "exit" },
      },
    },
  },
  "bridge-rooms": {
    right: {
      "a channel for each room": {
        ...bridge(`await subClient.pSubscribe(prefix + "*", (text, name) => {
            const room = name.slice(channel.length + 1);
            (room === "" ? io.local : io.to(room)).emit("message", parse(text));
          });
          const publish = (data: unknown, room?: string) =>
            pubClient.publish(room === undefined ? channel : channel + ":" + room, JSON.stringify(data));`),
        ...toRoom("(link().publish as (data: unknown, room: string) => void)(message.data, message.room);"),
      },
      "the event itself": {
        ...bridge(`await subClient.subscribe(channel, (text) => {
            const { to, data } = JSON.parse(text);
            (to ? io.in(to) : io).emit("message", data);
          });
          const publish = (data: any) =>
            pubClient.publish(channel, JSON.stringify(data?.room ? { to: data.room, data: data.data } : { data }));`),
        ...toRoom("link().publish?.({ room: message.room, data: message.data });"),
      },
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "silent", clients: ["β"] } },
      "the room is forgotten": {
        answer: toRoom("link().publish?.(message.data);"),
        problem: { is: "leaked", clients: ["γ"] },
      },
      "the room on this server only": {
        answer: {
          ...bridge(`await subClient.subscribe(channel, (text) => {
              const { room, data } = JSON.parse(text);
              (room ? io.to(room) : io).emit("message", data);
            });
            const publish = (data: unknown, room?: string) => pubClient.publish(channel, JSON.stringify({ data, room }));`),
          ...toRoom(`io.to(message.room).emit("message", message.data);
            (link().publish as (data: unknown, room: string) => void)(message.data, message.room);`),
        },
        problem: { is: "repeated", clients: ["α"] },
      },
    },
  },
  "bridge-echo": {
    right: {
      "a list of what it published": bridge(`const mine = new Set<string>();
        let count = 0;
        await subClient.subscribe(channel, (text) => {
          if (!mine.delete(text)) io.local.emit("message", JSON.parse(text).data);
        });
        const publish = (data: unknown) => {
          count += 1;
          const text = JSON.stringify({ id: process.pid + "-" + count, data });
          mine.add(text);
          io.emit("message", data);
          void pubClient.publish(channel, text);
        };`),
      "a channel for each server": bridge(`const me = prefix + process.pid;
        await subClient.pSubscribe(prefix + "*", (text, from) => {
          if (from !== me) io.local.emit("message", JSON.parse(text));
        });
        const publish = (data: unknown) => {
          io.local.emit("message", data);
          void pubClient.publish(me, JSON.stringify(data));
        };`),
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "silent", clients: ["α", "γ"] } },
      twice: {
        answer: bridge(`${subscribe}
          const publish = (data: unknown) => { io.emit("message", data); void pubClient.publish(channel, JSON.stringify(data)); };`),
        problem: { is: "repeated", clients: ["α", "γ"] },
      },
      "nobody else": {
        answer: bridge(`const publish = (data: unknown) => void io.emit("message", data);`),
        problem: { is: "silent", clients: ["β"] },
      },
    },
  },
  "bridge-bytes": {
    right: {
      "as JSON shows a Buffer": bridge(`await subClient.subscribe(channel, (text) => {
          const data = JSON.parse(text);
          io.local.emit("message", data?.type === "Buffer" ? Buffer.from(data.data) : data);
        });
        const publish = (data: unknown) => pubClient.publish(channel, JSON.stringify(data));`),
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "changed", got: '{"type":"Buffer","data":[104,105]}' } },
      text: {
        answer: bridge(`await subClient.subscribe(channel, (text) => void io.local.emit("message", text));
          const publish = (data: unknown) => pubClient.publish(channel, String(data));`),
        problem: { is: "changed", got: '"hi"' },
      },
    },
  },
  "attach-adapter": {
    right: {
      "other options": adapter(
        "createAdapter(pubClient, subClient, { key: prefix + 'socket.io', requestsTimeout: 2000 })",
      ),
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "silent", clients: ["β"] } },
      "a connection that was never opened": {
        answer: adapter("createAdapter(createClient({ url }), subClient, { key: prefix + 'socket.io' })"),
        problem: { is: "silent", clients: ["β"] },
      },
    },
  },
  "who-is-online": {
    right: {
      "a question to the other servers": {
        "handlers.ts": (text) =>
          replaced(
            replaced(
              text,
              `const sockets = [...io.of("/").sockets.values()];`,
              `const seen = (one: any) => ({ id: one.id, rooms: [...one.rooms] });
               const others = (await io.serverSideEmitWithAck("ask:servers")) as any[];
               const sockets = [...[...io.of("/").sockets.values()].map(seen), ...others.flatMap(({ all }) => all)];`,
            ),
            "answer({ server: name,",
            `answer({
               all: [...io.of("/").sockets.values()].map(({ id, rooms }) => ({ id, rooms: [...rooms] })), server: name,`,
          ),
      },
    },
    wrong: {
      nothing: { answer: {}, problem: { is: "answer-lacks", clients: ["β"] } },
      "everyone, and its own again": {
        answer: {
          "handlers.ts": (text) =>
            replaced(
              text,
              `const sockets = [...io.of("/").sockets.values()];`,
              `const sockets = [...(await io.fetchSockets()), ...io.of("/").sockets.values()];`,
            ),
        },
        problem: { is: "answer-repeats", clients: expect.arrayContaining(["α", "γ"]) },
      },
      "a number": {
        answer: {
          "handlers.ts": (text) =>
            replaced(text, `const sockets = [...io.of("/").sockets.values()];`, "return reply(ack, 3);"),
        },
        problem: { is: "no-list" },
      },
    },
  },
  "bug-broadcast": {
    right: {
      "to all": { "handlers.ts": (text) => replaced(text, "else io.local.emit", "else io.sockets.emit") },
    },
    wrong: { nothing: { answer: {}, problem: { is: "silent", clients: ["β"] } } },
  },
  "bug-room": {
    right: {},
    wrong: { nothing: { answer: {}, problem: { is: "silent", clients: ["β"] } } },
  },
  "drop-repeat": {
    right: {
      "for each client": atMessage(`if (socket.data.last === data.id) return reply(ack, "ok");
      socket.data.last = data.id;`),
    },
    wrong: {
      // It's judged as soon as one client has it twice.
      nothing: { answer: {}, problem: { is: "repeated", clients: expect.arrayContaining(["α"]) } },
      "by its text": {
        answer: atMessage(`if (socket.data.last === data.text) return reply(ack, "ok");
          socket.data.last = data.text;`),
        problem: { is: "silent", clients: ["α", "β"] },
      },
    },
  },
};
