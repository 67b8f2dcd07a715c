// The seats of phones in the shared lab.
import { describe, expect, test } from "vitest";
import { createPhones } from "../../../../servers/gateway/workshop/phones.ts";
import { createRoster } from "../../../../servers/gateway/workshop/roster.ts";

const noon = Date.UTC(2026, 4, 20, 12);

describe("the seats of phones", () => {
  test("are half on A and half on B, and stay with their phones", () => {
    const seats = createPhones();
    const first = Array.from({ length: 60 }, (_, index) => seats.take(`phone ${index}`, "phone"));
    expect(seats.counts()).toEqual({ a: 30, b: 30 });
    for (const phone of first) seats.leave(phone?.id ?? "");
    expect(seats.counts()).toEqual({ a: 0, b: 0 });
    const again = first.map((_, index) => seats.take(`phone ${59 - index}`, "phone")).toReversed();
    expect(again).toEqual(first);
    expect(new Set(again.map((phone) => phone?.name)).size).toBe(60);
  });

  test("go to the server with fewer phones, as phones come and go", () => {
    const seats = createPhones();
    const ids = ["1", "2", "3", "4"].map((key) => seats.take(key, "phone")?.id ?? "");
    for (const id of [ids[0], ids[2]]) seats.leave(id ?? "");
    expect([seats.take("5", "phone")?.server, seats.take("6", "phone")?.server]).toEqual(["a", "a"]);
    expect(seats.counts()).toEqual({ a: 2, b: 2 });
  });

  test("are limited: one more replaces a phone that is away, or is refused", () => {
    const seats = createPhones({ maxPhones: 2 });
    const { id } = seats.take("1", "phone");
    seats.take("2", "phone");
    expect(() => seats.take("3", "phone")).toThrow(/room is full/);
    seats.leave(id);
    expect(seats.take("3", "phone").server).toBe("a");
    expect(seats.find(id)).toBeUndefined();
  });

  test("are 300 in a room, which has 500 learners", () => {
    const [seats, roster] = [createPhones(), createRoster()];
    const keys = Array.from({ length: 500 }, (_, index) => `${index}`);
    for (const key of keys.slice(0, 300)) seats.take(key, key);
    for (const key of keys) roster.join(key, key, noon);
    expect(() => seats.take("one more", "phone")).toThrow(/room is full/);
    expect(() => roster.join("one more", "learner", noon)).toThrow(/room is full/);
  });

  test("are limited for each address, which can't take another's", () => {
    const seats = createPhones({ maxPhones: 3, perAddress: 2 });
    const [other, own] = [seats.take("1", "phone", "10.0.0.1"), seats.take("2", "phone", "10.0.0.2")];
    seats.leave(other.id);
    seats.take("3", "phone", "10.0.0.2");
    expect(() => seats.take("4", "phone", "10.0.0.2")).toThrow(/^2 people have joined from your address/);
    seats.leave(own.id);
    expect(seats.take("4", "phone", "10.0.0.2").server).toBe(own.server);
    expect([seats.find(other.id), seats.find(own.id)]).toEqual([other, undefined]);
  });
});
