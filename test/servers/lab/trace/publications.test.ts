// Which publication a server gets from Redis: what was published, refused, lost, or accepted before the server subscribed.
import { expect, test } from "vitest";
import { createPublications } from "../../../../servers/lab/trace/publications.ts";
import type { ServerName } from "../../../../servers/protocol.ts";

function open() {
  let count = 0;
  const publications = createPublications(() => `new ${++count}`);
  let published = 0;
  return {
    publications,
    publish(message: string, { from = "a" as ServerName, channel = "ch", print = "P" } = {}) {
      const publication = `p${++published}`;
      publications.published(from, message, {
        type: "published",
        t: 0,
        publication,
        cause: null,
        command: "PUBLISH",
        channel,
        bytes: 1,
        payload: { kind: "text", text: "" },
        print,
      });
      return publication;
    },
    accept(publication: string, more: { t?: number; receivers?: number | null; entry?: string } = {}) {
      return publications.accepted({
        type: "accepted",
        t: 10,
        publication,
        receivers: 2,
        error: null,
        ...more,
      });
    },
    /** Which message the server gets, and whether it's its own. */
    get(
      server: ServerName,
      {
        t = 20,
        channel = "ch",
        print = "P",
        ...entry
      }: { t?: number; channel?: string; print?: string; entry?: string } = {},
    ) {
      const got = publications.forwarded(server, {
        type: "forwarded",
        t,
        arrival: "",
        channel,
        bytes: 1,
        print,
        ...entry,
      });
      return `${got.message}${got.own ? " own" : ""}`;
    },
    subscribe(server: ServerName, askedAt: number, channel = "ch", name = "SUBSCRIBE") {
      publications.subscribed(server, {
        type: "subscribed",
        t: askedAt,
        text: `${name} ${channel}`,
        name,
        channel,
        askedAt,
      });
    },
  };
}

test("each server gets it once, and only its publisher gets it as its own", () => {
  const { publish, get } = open();
  publish("m1", { from: "b" });
  expect([get("a"), get("b"), get("a"), get("b")]).toEqual(["m1", "m1 own", "new 1", "new 1"]);
});

test("the same bytes are another message on another channel, and other bytes on the same", () => {
  const { publish, get } = open();
  publish("m1", { channel: "x", print: "yz" });
  publish("m2", { channel: "xy", print: "z" });
  publish("m3", { channel: "xy", print: "w" });
  expect(get("b", { channel: "xy", print: "w" })).toBe("m3");
  expect(get("b", { channel: "xy", print: "z" })).toBe("m2");
  expect(get("b", { channel: "x", print: "yz" })).toBe("m1");
});

test("Redis' reply belongs to its own publication", () => {
  const { publish, accept } = open();
  const [one, two] = [publish("m1"), publish("m2")];
  expect([accept(two), accept(one), accept("p9")]).toEqual(["m2", "m1", undefined]);
});

test("no server gets what reached nobody", () => {
  const { publish, accept, get } = open();
  accept(publish("m1"), { receivers: 0 });
  publish("m2");
  expect([get("a"), get("b")]).toEqual(["m2 own", "m2"]);
});

test.each(["before", "after"])(
  "once all that Redis counted got it, another server gets the next one (%s its reply)",
  (when) => {
    const { publish, accept, subscribe, get } = open();
    const publication = publish("m1");
    // Redis' reply came after the subscription was asked for, although Redis had replied before it saw that.
    subscribe("b", 5);
    if (when === "before") expect(get("a")).toBe("m1 own");
    accept(publication, { receivers: 1 });
    if (when === "after") expect(get("a")).toBe("m1 own");
    publish("m2");
    expect(get("b")).toBe("m2");
  },
);

test("what was not counted may come", () => {
  const { publish, accept, get } = open();
  accept(publish("m1"), { receivers: null });
  expect([get("a"), get("b")]).toEqual(["m1 own", "m1"]);
});

test("no server gets what the cable lost, and what is lost is named", () => {
  const { publications, publish, get } = open();
  expect(publications.lost(publish("m1"))).toBe("m1");
  expect(publications.lost("p9")).toBeUndefined();
  publish("m2");
  expect(get("b")).toBe("m2");
});

test.each([
  ["Redis accepted it before the server asked", 10, 11, "m2"],
  ["Redis accepted it as the server asked", 10, 10, "m1"],
  ["Redis accepted it after the server had asked", 10, 9, "m1"],
])("%s, so %i and %i mean %s", (_, acceptedAt, askedAt, message) => {
  for (const isAnswerFirst of [true, false]) {
    const { publish, accept, subscribe, get } = open();
    const publication = publish("m1");
    if (!isAnswerFirst) subscribe("b", askedAt);
    accept(publication, { t: acceptedAt });
    if (isAnswerFirst) subscribe("b", askedAt);
    publish("m2");
    expect(get("b")).toBe(message);
    expect(get("a")).toBe("m1 own");
  }
});

test("what Redis has not replied to yet was not accepted before anything else", () => {
  const { publish, subscribe, get } = open();
  publish("m1");
  subscribe("b", 99);
  expect(get("b")).toBe("m1");
});

test.each([
  ["SUBSCRIBE", "ch", "m2"],
  ["SSUBSCRIBE", "ch", "m2"],
  ["PSUBSCRIBE", "c*", "m2"],
  ["PSUBSCRIBE", "d*", "m1"],
  ["SUBSCRIBE", "c*", "m1"],
  ["SUBSCRIBE", "other", "m1"],
])("%s %s after that is for what comes next: %s", (name, channel, message) => {
  for (const isAnswerFirst of [true, false]) {
    const { publish, accept, subscribe, get } = open();
    const publication = publish("m1");
    if (!isAnswerFirst) subscribe("b", 50, channel, name);
    accept(publication);
    if (isAnswerFirst) subscribe("b", 50, channel, name);
    publish("m2");
    expect(get("b")).toBe(message);
  }
});

test("a foreign message that one server got before the other subscribed is not the other's", () => {
  const { subscribe, get } = open();
  expect(get("a", { t: 20 })).toBe("new 1");
  subscribe("b", 21);
  expect(get("b")).toBe("new 2");
});

test("of 100 subscriptions the last one requested counts longest", () => {
  const { publish, accept, subscribe, get } = open();
  subscribe("b", 99, "ch");
  for (let n = 0; n < 99; n += 1) subscribe("b", 99, `other ${n}`);
  subscribe("b", 99, "ch");
  subscribe("b", 99, "another");
  accept(publish("m1"));
  publish("m2");
  expect(get("b")).toBe("m2");
});

test("entries of a stream are distinguished by their ids", () => {
  const { publish, accept, get } = open();
  for (const n of [1, 2]) accept(publish(`m${n}`), { entry: `${n}-0`, receivers: null });
  expect(get("b", { entry: "2-0" })).toBe("m2");
  expect(get("b", { entry: "1-0" })).toBe("m1");
  expect(get("b", { entry: "3-0" })).toBe("new 1");
  expect(get("a", { entry: "4-0" })).toBe("new 2");
  expect(get("a", { entry: "3-0" })).toBe("new 1");
});

test("an entry whose id isn't known yet is the oldest waiting one", () => {
  const { publish, get } = open();
  publish("m1");
  expect(get("b", { entry: "1-0" })).toBe("m1");
});

test("an entry passed on without an id isn't one that has an id", () => {
  const { publish, accept, get } = open();
  accept(publish("m1"), { entry: "1-0", receivers: null });
  expect(get("b")).toBe("new 1");
});
