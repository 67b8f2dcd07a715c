// Which message an observation belongs to: by cause within a server, by payload across Redis, by text at the page.
import { expect, test } from "vitest";
import { type Given, open } from "./open-correlator.ts";

const subscribed = (name: string, channel: string, askedAt: number): Given => ({
  type: "subscribed",
  text: `${name} ${channel}`,
  name,
  channel,
  askedAt,
});

test("follows one message from α on A to β on B", () => {
  const { connect, messageOf, received, published, forwarded, delivered } = open();
  connect("a", "α");
  connect("b", "β");

  expect(messageOf("a", received("a1"))).toBe("m1");
  expect(messageOf("a", published("p1", "a1"))).toBe("m1");
  expect(messageOf("b", forwarded("r1"))).toBe("m1");
  expect(messageOf("b", delivered("r1"))).toBe("m1");
});

test("distinguishes two messages with the same bytes by their order", () => {
  const { connect, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  for (const n of [1, 2]) {
    messageOf("a", received(`a${n}`));
    messageOf("a", published(`p${n}`, `a${n}`));
  }

  expect([messageOf("b", forwarded("r1")), messageOf("b", forwarded("r2"))]).toEqual(["m1", "m2"]);
  expect([messageOf("a", forwarded("o1")), messageOf("a", forwarded("o2"))]).toEqual(["m1", "m2"]);
});

test("doesn't take a new message for one that Redis accepted before the server subscribed", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 0, error: null });
  take("b", subscribed("PSUBSCRIBE", "ch*", 4));
  messageOf("a", received("a2"));
  messageOf("a", published("p2", "a2"));

  expect(messageOf("b", forwarded("r1"))).toBe("m2");
});

test("keeps waiting for what Redis accepted after the server had asked to subscribe, or on another channel", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 2, error: null }); // at 4
  take("b", subscribed("SSUBSCRIBE", "another", 9));
  take("b", subscribed("SUBSCRIBE", "ch", 3));

  expect(messageOf("b", forwarded("r1"))).toBe("m1");
});

test("doesn't wait for what Redis accepted before the server subscribed, although its reply is reported later", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  take("b", subscribed("SUBSCRIBE", "ch", 100));
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 1, error: null });
  messageOf("a", received("a2"));
  messageOf("a", published("p2", "a2"));

  expect(messageOf("b", forwarded("r1"))).toBe("m2");
});

test("distinguishes entries of a stream with the same bytes by their ids", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  for (const n of [1, 2]) {
    messageOf("a", received(`a${n}`));
    messageOf("a", published(`p${n}`, `a${n}`));
    take("a", { type: "accepted", publication: `p${n}`, receivers: null, error: null, entry: `${n}-0` });
  }

  expect(messageOf("b", { ...forwarded("r2"), entry: "2-0" } as Given)).toBe("m2");
});

test.each<[string, Given]>([
  ["the cable lost", { type: "dropped", passing: "p1", towards: "redis", state: "blackhole" }],
  [
    "Redis refused",
    { type: "accepted", publication: "p1", receivers: null, error: { code: "ERR", message: "ERR no" } },
  ],
])("doesn't take a new message for one that %s before", (_, end) => {
  const { connect, messageOf, take, received, published, forwarded } = open();
  connect("a", "α");
  const first = messageOf("a", received("c1"));
  take("a", published("p1", "c1"));
  take("a", end);
  const second = messageOf("a", received("c2"));
  take("a", published("p2", "c2"));

  expect(second).not.toBe(first);
  expect(messageOf("a", forwarded("r1"))).toBe(second);
  expect(messageOf("b", forwarded("r2"))).toBe(second);
});

test("makes what somebody else published its own message, the same on both servers", () => {
  const { messageOf, forwarded, delivered } = open();

  expect(messageOf("a", forwarded("r1", "foreign"))).toBe("m1");
  expect(messageOf("b", forwarded("r2", "foreign"))).toBe("m1");
  expect(messageOf("b", delivered("r2"))).toBe("m1");
  expect(messageOf("b", forwarded("r3", "foreign"))).toBe("m2");
});

test("says who saw that a message was sent: the client, or only the wire", () => {
  const { connect, take, received, report } = open();
  connect("a", "α", true);
  report("sent", "α", 1);

  expect(take("a", received("a1"))).toMatchObject([{ type: "sent", by: "client" }, { type: "received" }]);
  expect(take("a", received("a2"))).toMatchObject([{ type: "sent", by: "wire" }, { type: "received" }]);
  // The page's own report of a2 comes late, and isn't taken for another message.
  report("sent", "α", 5);
  expect(take("a", received("a3"))).toMatchObject([{ type: "sent", by: "wire" }, { type: "received" }]);
});

test("disconnects the clients of a server that is gone", () => {
  const { connect, correlator } = open();
  connect("a", "α");
  connect("b", "β");

  expect(correlator.serverGone("b", 7, "SIGKILL")).toMatchObject([
    { t: 7, observation: { type: "disconnected", socket: "β", reason: "SIGKILL" } },
  ]);
});
