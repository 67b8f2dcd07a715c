// Which lines of the chat server handle a message, and when; and that each of those lines exists.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type LinkName, linkNames, type Observation } from "../../../../servers/protocol.ts";
import { type Act, actsOf, highlightedAt } from "../../../../site/lab/derive/handled-lines.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { type Story, story } from "../../../../site/lab/derive/story.ts";
import { messageCaption } from "../../../../site/lab/narrate/message-caption.ts";
import { labWords } from "../../../words.ts";
import {
  accepted,
  arrived,
  crossing,
  delivered,
  heard,
  local,
  published,
  received,
  sent,
  trace,
  world,
} from "../build-trace.ts";

function storyOf(...observations: Observation[]): Story {
  const { messages, picture, at } = derive(emptyDerived(), trace(observations));
  const message = [...messages.values()].at(-1);
  if (!message) throw new Error("The trace holds no message.");
  return story(message, picture, at + 5_000);
}

const brief = (acts: readonly Act[]) =>
  acts.map(
    ({ step, server, file, line }) => `${step} ${server} ${file.slice("servers/chat/".length)}: ${line}`,
  );

describe("the lines that act on a message", () => {
  test("without a link: the handler, and the in-memory adapter that emits to A's own clients", () => {
    expect(brief(actsOf(storyOf(...world("none", "none"), ...local())))).toEqual([
      '1 a handlers.ts: socket.on("message"',
      '1 a handlers.ts: else io.emit("message", data)',
      "1 a links/none.ts: const adapter = Adapter",
    ]);
  });

  test("with the adapter: A's publishes while the handler runs, B's receives it; A's own echo doesn't count", () => {
    expect(brief(actsOf(storyOf(...world("adapter", "adapter"), ...crossing())))).toEqual([
      '1 a handlers.ts: socket.on("message"',
      '1 a handlers.ts: else io.emit("message", data)',
      "1 a links/adapter.ts: const adapter = createAdapter(",
      "3 b links/adapter.ts: const adapter = createAdapter(",
    ]);
  });

  test("in files that a server runs in a changed form, none", () => {
    const changed: Observation = { type: "code", server: "a", code: { files: ["handlers.ts"], print: "x" } };
    expect(brief(actsOf(storyOf(...world("adapter", "adapter"), changed, ...crossing())))).toEqual([
      "1 a links/adapter.ts: const adapter = createAdapter(",
      "3 b links/adapter.ts: const adapter = createAdapter(",
    ]);
  });

  test("over a bridge: publish instead of emit, and A receives its own message as well", () => {
    const over = [
      sent("α", "a"),
      received("α", "a"),
      published("a"),
      accepted("a", 2),
      arrived("a", true),
      arrived("b", false),
      delivered("a", ["α"]),
      delivered("b", ["β"]),
      heard("β", "b"),
    ];
    const told = storyOf(...world("bridge", "bridge"), ...over);
    // A doesn't ignore what comes back: only then does it emit to its own clients.
    expect(told.hops.some(({ own }) => own)).toBe(false);
    expect(told.hops.filter(({ to }) => to.at === "client").map(({ step }) => step)).toEqual([3, 3]);
    expect(messageCaption(told, told.steps, true, labWords.en)).toContain(
      labWords.en.stage.heard(["α", "β"]),
    );
    expect(brief(actsOf(told))).toEqual([
      '1 a handlers.ts: socket.on("message"',
      "1 a handlers.ts: publish(data);",
      "1 a links/bridge.ts: pubClient.publish(",
      "3 a links/bridge.ts: io.local.emit(",
      "3 b links/bridge.ts: io.local.emit(",
    ]);
  });

  test("without a link on B, no line of B acts", () => {
    const alone = [
      sent("α", "a"),
      received("α", "a"),
      published("a"),
      delivered("a", ["α"]),
      accepted("a", 1),
    ];
    const acts = actsOf(storyOf(...world("adapter", "none"), ...alone));
    expect(acts.every(({ server }) => server === "a")).toBe(true);
  });
});

describe("the lines that act on other events", () => {
  test("a request to the other servers is answered by one of their lines", () => {
    const ask = {
      message: "m1",
      server: "a",
      socket: "α-id",
      client: "α",
      event: "ask:servers",
      text: "",
    } as const;
    const payload = { kind: "request", name: "serverSideEmit", text: "ask:servers" } as const;
    const acts = actsOf(
      storyOf(
        ...world("adapter", "adapter"),
        { type: "sent", ...ask, by: "client" },
        { type: "received", ...ask, wantsAck: true },
        published("a"),
        { ...arrived("b", false), payload } as Observation,
      ),
    );
    expect(brief(acts)).toContain("2 b handlers.ts: answer({ server: name");
    expect(brief(acts)).toContain("1 a handlers.ts: await io.serverSideEmitWithAck(");
  });

  test("a refused room isn't joined", () => {
    const join = { message: "m1", server: "a", socket: "α-id", client: "α", event: "room:join" } as const;
    const message = "A room must be a string of 1 to 100 characters; this was a number.";
    const acts = actsOf(
      storyOf(
        ...world("none", "none"),
        { type: "sent", ...join, text: "1", by: "client" },
        { type: "received", ...join, text: "1", wantsAck: true },
        { type: "acknowledged", ...join, text: "", error: { code: "", message } },
      ),
    );
    expect(brief(acts)).toEqual(['1 a handlers.ts: socket.on("room:join"']);
  });

  test("are highlighted during their step only: none before the message has arrived, none when it's over", () => {
    const told = storyOf(...world("adapter", "adapter"), ...crossing());
    const acts = actsOf(told);
    const servers = [0.5, 1, 1.9, 2.5, 3.2, Number.POSITIVE_INFINITY].map((progress) => [
      ...new Set(highlightedAt(acts, progress).map(({ server }) => server)),
    ]);
    expect(servers).toEqual([[], ["a"], ["a"], [], ["b"], []]);
  });
});

test("every line that can be highlighted is one line of its file", () => {
  const found: string[] = [];
  const events = [
    ...["message", "room:join", "room:leave", "room:message", "room:except", "room:gather", "room:ask"],
    ...["who", "ask:servers"],
  ];
  const said = (link: LinkName, event: string): Observation[] => {
    const one = { message: "m1", server: "a", socket: "α-id", client: "α", event, text: "" } as const;
    const request = { kind: "request", name: "", text: "" } as const;
    return [
      ...world(link, link),
      { type: "sent", ...one, by: "client" },
      { type: "received", ...one, wantsAck: true },
      ...(link === "none" ? [delivered("a", ["α"])] : [published("a"), arrived("b", false)]),
      ...(event === "ask:servers" ? [{ ...arrived("b", false), payload: request } as Observation] : []),
    ];
  };
  for (const link of linkNames) {
    for (const event of events) {
      for (const { file, line } of actsOf(storyOf(...said(link, event)))) {
        const lines = readFileSync(file, "utf8")
          .split("\n")
          .filter((text) => text.includes(line));
        expect(lines, `${file}: ${line}`).toHaveLength(1);
        found.push(file);
      }
    }
  }
  const names = readdirSync("servers/chat/links").filter((name) => name !== "all.ts");
  const links = names.map((name) => `servers/chat/links/${name}`);
  expect([...new Set(found)].toSorted()).toEqual(["servers/chat/handlers.ts", ...links].toSorted());
});
