// Which connections the workshop accepts, in which role, and what the others get.
import { describe, expect, test, vi } from "vitest";
import { authenticate, type RoleOfKey } from "../../../../servers/gateway/workshop/authenticate.ts";
import { instructorSchemas, learnerSchemas } from "../../../../servers/gateway/workshop/event-schemas.ts";
import { LabError } from "../../../../servers/lab/errors.ts";

const key = "k".repeat(16);
const nobody = () => null;

function refused(auth: unknown, roleOfKey: RoleOfKey = nobody): { code: string; message: string } {
  try {
    authenticate(auth, "10.0.0.1", roleOfKey);
  } catch (error) {
    if (error instanceof LabError) return { code: error.code, message: error.message };
  }
  throw new Error("It was let in.");
}

describe("the workshop", () => {
  test.each(["learner", "phone"] as const)("lets in a %s with a key and a name", (role) => {
    const admitted = authenticate({ role, key, name: "  Ana\u200b " }, "10.0.0.1", nobody);
    expect(admitted).toEqual({
      role,
      key,
      name: "Ana",
      address: "10.0.0.1",
      id: expect.stringMatching(/^[\w-]{16}$/),
    });
  });

  test("recognizes a browser by its key only, and distinguishes a phone from a learner", () => {
    const idOf = (role: string, key: string, name: string) => {
      const admitted = authenticate({ role, key, name }, "10.0.0.1", nobody);
      return "id" in admitted ? admitted.id : "";
    };
    const id = idOf("learner", key, "Ana");
    expect(idOf("learner", key, "Bo")).toBe(id);
    expect(idOf("phone", key, "Ana")).not.toBe(id);
    expect(idOf("learner", `${key}x`, "Ana")).not.toBe(id);
    expect(id).not.toContain("k".repeat(8));
  });

  test("lets in a projector without anything", () => {
    expect(authenticate({ role: "projector", key }, "", nobody)).toEqual({ role: "projector" });
  });

  test("lets in an instructor with the instructor's key, counted for their address", () => {
    const roleOfKey = vi.fn<RoleOfKey>((given) => (given === "right" ? "helper" : null));
    expect(authenticate({ role: "instructor", key: "right" }, "10.0.0.1", roleOfKey)).toEqual({
      role: "helper",
    });
    expect(roleOfKey).toHaveBeenCalledExactlyOnceWith("right", "10.0.0.1");
    for (const wrong of ["wrong", "", "x".repeat(200)]) {
      expect(refused({ role: "instructor", key: wrong }, roleOfKey)).toEqual({
        code: "forbidden",
        message: expect.stringMatching(/not the instructor's key.*the terminal printed.*#key=/),
      });
    }
  });

  test("checks keys only for those who say that they are the instructor", () => {
    const roleOfKey = vi.fn<RoleOfKey>(() => "instructor");
    expect(authenticate({ role: "learner", key, name: "Ana" }, "", roleOfKey).role).toBe("learner");
    expect(roleOfKey).not.toHaveBeenCalled();
  });

  test.each([
    undefined,
    null,
    "learner",
    [],
    {},
    { role: "admin", key, name: "Ana" },
    { role: "__proto__" },
    { role: ["learner"], key, name: "Ana" },
    { role: "learner", name: "Ana" },
    { role: "learner", key },
    { role: "learner", key: "k".repeat(15), name: "Ana" },
    { role: "learner", key: "k".repeat(65), name: "Ana" },
    { role: "phone", key: "k".repeat(15), name: "Ana" },
    { role: "phone", key, name: "x".repeat(1001) },
    { role: "learner", key, name: 7 },
    { role: "learner", key: { length: 16 }, name: "Ana" },
    { role: "instructor" },
    { role: "instructor", key: "x".repeat(201) },
  ])("refuses %j and says what is expected", (auth) => {
    expect(refused(auth, () => "instructor")).toEqual({
      code: "invalid",
      message: expect.stringMatching(
        /^To join, send auth: \{role: "learner" or "phone" or "instructor" or "projector"\}, with a key of 16 to 64/,
      ),
    });
  });

  test.each(["k".repeat(16), "k".repeat(64)])("accepts the key %s", (key) => {
    expect(authenticate({ role: "phone", key, name: "x".repeat(1000) }, "", nobody)).toMatchObject({
      key,
      name: "x".repeat(24),
    });
  });

  test.each(["", "  ", "\u200b"])("refuses the invisible name %j", (name) => {
    expect(refused({ role: "learner", key, name })).toEqual({
      code: "invalid",
      message: expect.stringMatching(/^A name must have 1 to 24 visible characters/),
    });
  });
});

const slug = "a-z-0-9-".padEnd(60, "x");
const done = { predicted: ["α", "β′"], passed: true, agoMs: 5 };
const progress = (more: object) => ({ at: null, done: {}, ...more });
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`l#e${index}`, done]));

test.each([
  ["progress", progress({})],
  ["progress", progress({ at: { lesson: slug, experiment: null } })],
  ["progress", progress({ at: { lesson: "l", experiment: slug } })],
  ["progress", progress({ done: { [`${slug}#${slug}`]: { ...done, predicted: null } } })],
  ["progress", progress({ done: many(100) })],
  ["lab", null],
  ["lab", { id: "x".repeat(64), token: "y".repeat(64) }],
  ["help", true],
  ["follow", false],
] as const)("a learner may send %s %j", (event, data) => {
  expect(learnerSchemas[event].safeParse(data)).toEqual({ success: true, data: data });
});

test("a client predicted twice counts once", () => {
  const twice = progress({ done: { "l#e": { ...done, predicted: ["α", "β", "α"] } } });
  expect(learnerSchemas.progress.parse(twice).done["l#e"]?.predicted).toEqual(["α", "β"]);
});

test.each([
  ["progress", {}],
  ["progress", progress({ at: { lesson: `${slug}x`, experiment: null } })],
  ["progress", progress({ at: { lesson: "", experiment: null } })],
  ["progress", progress({ at: { lesson: "A", experiment: null } })],
  ["progress", progress({ at: { lesson: "<l", experiment: null } })],
  ["progress", progress({ at: { lesson: "l>", experiment: null } })],
  ["progress", progress({ done: { l: done } })],
  ["progress", progress({ done: { "#e": done } })],
  ["progress", progress({ done: { "l#": done } })],
  ["progress", progress({ done: { "<l#e": done } })],
  ["progress", progress({ done: { "l#e>": done } })],
  ["progress", progress({ done: { [`${slug}x#e`]: done } })],
  ["progress", progress({ done: { [`l#${slug}x`]: done } })],
  ["progress", progress({ done: many(101) })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: ["<b>"] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: ["a b"] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: [""] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: ["!a"] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: ["a!"] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: ["x".repeat(25)] } } })],
  ["progress", progress({ done: { "l#e": { ...done, predicted: Array(17).fill("α") } } })],
  ["progress", progress({ done: { "l#e": { ...done, agoMs: Number.NaN } } })],
  ["progress", progress({ done: { "l#e": { ...done, passed: 1 } } })],
  ["lab", { id: "x".repeat(65), token: "" }],
  ["lab", { id: "", token: "x".repeat(65) }],
  ["lab", { id: "" }],
  ["help", "yes"],
  ["follow", 1],
] as const)("a learner may not send %s %j", (event, data) => {
  expect(learnerSchemas[event].safeParse(data).success).toBe(false);
});

test("up to 16 clients can be predicted, with names of 24 letters", () => {
  const predicted = Array.from({ length: 16 }, (_, index) => `${index}`.padEnd(24, "x"));
  const data = progress({ done: { "l#e": { ...done, predicted } } });
  expect(learnerSchemas.progress.parse(data)).toEqual(data);
});

test.each([
  ["note", "x".repeat(500), "x".repeat(501)],
  ["note", null, 1],
  ["lead", { lesson: "l", experiment: null }, { lesson: "l" }],
  ["lead", null, "l"],
  ["reveal", "l#e", "l"],
  ["reveal", null, "l#e#f"],
  ["reset", "x".repeat(64), "x".repeat(65)],
  ["remove", "x".repeat(64), "x".repeat(65)],
  ["end", "x".repeat(64), "x".repeat(65)],
] as const)("an instructor may send %s %j, but not %j", (event, good, bad) => {
  expect(instructorSchemas[event].safeParse(good)).toEqual({ success: true, data: good });
  expect(instructorSchemas[event].safeParse(bad).success).toBe(false);
});
