// A lab as the fragment of an address, in both directions, and everything that can be wrong with one.
import { describe, expect, test } from "vitest";
import { type Arrangement, completed } from "../../../../site/lab/arrangement/arrangement.ts";
import { setup } from "../../../../site/lab/arrangement/arrangement-schema.ts";
import { type Decoded, decode } from "../../../../site/lab/arrangement/decode.ts";
import { addressOf, encode, maxAddressLength } from "../../../../site/lab/arrangement/fragment.ts";
import type { Action } from "../../../../site/lab/steps/actions.ts";
import fc from "../../../random.ts";
import { arrangement } from "./arbitrary.ts";

const two = completed({
  links: { a: "adapter" },
  clients: [
    { name: "α", server: "a", rooms: ["tea"] },
    { name: "β", server: "balanced", transport: "polling" },
  ],
  panel: "wire",
  run: [{ client: "α", event: "order", args: [{ id: 1 }], ack: true }],
});

/** A fragment in our format with this content. */
const holding = (value: unknown) => withText(JSON.stringify(value));
const withText = (text: string) =>
  `lab1.${btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")}`;
const problemOf = (decoded: Decoded) => ("problem" in decoded ? decoded.problem : "none");

describe("an arrangement as a fragment", () => {
  test("is decoded to the same arrangement, whatever it is", () => {
    fc.assert(
      fc.property(arrangement, (before) => {
        const fragment = encode(before);
        fc.pre(fragment.length <= maxAddressLength);
        expect(decode(`#${fragment}`)).toEqual({ arrangement: before });
      }),
      { numRuns: 1_000 },
    );
  });

  test("only has characters that don't get escaped, and doesn't end in one that forums cut off", () => {
    fc.assert(
      fc.property(arrangement, (one) => {
        expect(encode(one)).toMatch(/^lab1\.[\w-]*[A-Za-z0-9]$/);
      }),
    );
  });

  test("leaves out defaults", () => {
    expect(encode(completed({}))).toBe(holding({}));
    expect(encode(two).length).toBeLessThan(300);
  });

  test("is an address of at most 2,000 characters, or names what to shorten", () => {
    const page = "https://crosstalk.example/playground/";
    expect(addressOf(two, page)).toEqual({ address: `${page}#${encode(two)}` });
    const say = (text: string): Action => ({ client: "α", event: "message", args: [text] });
    const long = (count: number): Arrangement => ({
      ...two,
      run: Array.from({ length: count }, () => say("hello")),
    });
    expect(addressOf(long(40), page)).toEqual({
      length: page.length + 1 + encode(long(40)).length,
      heavy: "run",
    });
    const rooms = ["x".repeat(100), "y".repeat(100)];
    const crowded = {
      ...two,
      clients: [..."αβγδεζηθ"].map((name) => ({ name, server: "a" as const, rooms })),
    };
    expect(addressOf(crowded, page)).toMatchObject({ heavy: "clients" });
  });
});

describe("an invalid fragment", () => {
  test.for([
    ["#_top", { what: "foreign" }],
    ["#lab", { what: "foreign" }],
    ["#broadcast", { what: "foreign" }],
    [`#${encode(two).slice(0, -7)}`, { what: "broken" }],
    ["#lab1.", { what: "broken" }],
    ["#lab0.e30", { what: "broken" }],
    ["#lab1.%7B%7D", { what: "broken" }],
    ["#lab1.====", { what: "broken" }],
    [`#lab1.${btoa("\xff\xfe{}").replace(/=+$/, "")}`, { what: "broken" }],
    [`#${withText("{")}`, { what: "broken" }],
    ["#lab2.e30", { what: "too-new", version: 2 }],
    ["#lab999999.whatever%20that%20is", { what: "too-new", version: 999_999 }],
    [`#lab1.${"e30".repeat(2_000)}`, { what: "too-long", length: 6_005 }],
    [`#lab1.${"e".repeat(3_000_000)}`, { what: "too-long", length: 3_000_005 }],
    [`#${holding([])}`, { what: "invalid", where: "" }],
    [`#${holding(null)}`, { what: "invalid", where: "" }],
    [`#${holding({ links: { a: "adaptor" } })}`, { what: "invalid", where: "links.a" }],
    [`#${holding({ link: {} })}`, { what: "invalid", where: "" }],
    [`#${withText('{"__proto__":{"links":{"a":"adapter"}}}')}`, { what: "invalid", where: "" }],
    [`#${holding({ cables: { a: { delayMs: 1e9 } } })}`, { what: "invalid", where: "cables.a.delayMs" }],
    [`#${holding({ run: [{ client: "α", event: "message" }] })}`, { what: "invalid", where: "run" }],
    [
      `#${holding({ clients: [{ name: "α", server: "a" }], run: [{ client: "α", event: "connect" }] })}`,
      { what: "invalid", where: "run.0.event" },
    ],
    [
      `#${holding({
        clients: [
          { name: "α", server: "a" },
          { name: "α", server: "b" },
        ],
      })}`,
      { what: "invalid", where: "clients" },
    ],
    [
      `#${holding({ clients: [..."αβγδεζηθι"].map((name) => ({ name, server: "a" })) })}`,
      { what: "invalid", where: "clients" },
    ],
    [
      `#${holding({ clients: [{ name: "<img src=x>", server: "a" }] })}`,
      { what: "unsafe", where: "clients.0.name" },
    ],
    [
      `#${holding({ clients: [{ name: "a\u202eb", server: "a" }] })}`,
      { what: "unsafe", where: "clients.0.name" },
    ],
    [`#${holding({ clients: [{ name: " ", server: "a" }] })}`, { what: "unsafe", where: "clients.0.name" }],
    [
      `#${holding({ clients: [{ name: "α", server: "a", rooms: ["\u001b[31m"] }] })}`,
      { what: "unsafe", where: "clients.0.rooms.0" },
    ],
  ] as const)("says what is wrong with it (%#)", ([fragment, problem]) => {
    expect(problemOf(decode(fragment))).toEqual(problem);
  });

  test("never throws, whatever it is", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3_000 }),
      fc.string({ maxLength: 300 }).map((rest) => `#lab1.${rest}`),
      fc.json().map((value) => `#${withText(value)}`),
      fc.tuple(arrangement, fc.nat(), fc.string({ minLength: 1, maxLength: 1 })).map(([one, at, char]) => {
        const fragment = encode(one);
        const index = at % fragment.length;
        return fragment.slice(0, index) + char + fragment.slice(index + 1);
      }),
    );
    fc.assert(
      fc.property(text, (fragment) => {
        const decoded = decode(fragment);
        if ("problem" in decoded) expect(decoded.problem.what).toBeTypeOf("string");
        else expect(setup.safeParse({ links: decoded.arrangement.links }).success).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
