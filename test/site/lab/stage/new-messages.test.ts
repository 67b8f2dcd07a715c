import { expect, test } from "vitest";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { newMessages } from "../../../../site/lab/stage/new-messages.ts";
import { local, trace, world } from "../build-trace.ts";

const before = derive(emptyDerived(), trace([...world("none", "none"), ...local("m1")]));
const seen = derive(emptyDerived(), trace(world("none", "none"))).seq;
const ids = (now: number, after: number, isOwn: (socket: string) => boolean) =>
  newMessages(before, now, after, isOwn).map(({ id }) => id);
const nobody = () => false;

test("another page's message is new for two seconds, and history after that", () => {
  expect(ids(before.at + 100, seen, nobody)).toEqual(["m1"]);
  expect(ids(before.at + 5_000, seen, nobody)).toEqual([]);
});

test("a message of this page is new however late a slow machine sees it, once", () => {
  const isOwn = (socket: string) => socket === "α-id";
  expect(ids(before.at + 60_000, seen, isOwn)).toEqual(["m1"]);
  expect(ids(before.at + 60_000, before.seq, isOwn)).toEqual([]);
});
