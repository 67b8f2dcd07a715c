// What a lesson may say about itself in its frontmatter. Strict: a misspelled field fails the build.
import { z } from "astro/zod";
import { linkNames, serverNames } from "../../servers/protocol.ts";
import { panelNames, usualPanels } from "../lab/panel-names.ts";

const source = strict({
  /** How the source is called, e.g. "Socket.IO: Redis adapter". */
  title: z.string(),
  /** Where it can be read. */
  url: z.url(),
});

const client = strict({
  /** Shown in picture, matrix and terminals, e.g. "α"; at most 24 characters. */
  name: z.string().min(1).max(24),
  /** The server that the client connects to. */
  server: z.enum(serverNames),
});

const lab = strict({
  /** What stands in the picture. Early lessons show only what they need. Default: all. */
  show: z
    .array(z.enum([...serverNames, "redis"]))
    .min(1)
    .default([...serverNames, "redis"]),
  /** The clients that are connected when the lesson opens. */
  clients: z.array(client),
  /** How A and B are joined when the lesson opens. Default: as the learner left them. */
  links: strict({ a: z.enum(linkNames), b: z.enum(linkNames) }).exactOptional(),
  /** The panels below the picture, in the order of their tabs. Default: matrix, terminals, logs, log. */
  panels: z
    .array(z.enum(panelNames))
    .min(1)
    .default([...usualPanels]),
}).superRefine(({ show, clients }, context) => {
  const names = new Set<string>();
  for (const [index, { name, server }] of clients.entries()) {
    const path = ["clients", index];
    if (names.has(name)) problem(path, `"${name}" is there twice; give each client a name of its own.`);
    if (!show.includes(server))
      problem(path, `"${name}" is on "${server}", which \`show\` leaves out; add it to \`show\`.`);
    names.add(name);
  }
  function problem(path: (string | number)[], message: string) {
    context.addIssue({ code: "custom", path, message });
  }
});

/** Extends Starlight's fields (title, description, hero, …). */
export const lessonSchema = strict({
  /** The page's heading, and its name in the sidebar. */
  title: z.string(),
  /** One sentence for search results and for the list of lessons. */
  description: z.string(),
  /** How long a reader takes, in minutes. */
  minutes: z.number().int().positive().exactOptional(),
  /** What one can do after the lesson; each completes "After this you can …". */
  outcomes: z.array(z.string()).exactOptional(),
  /** What the lesson's claims rest on, shown at its end. */
  sources: z.array(source).exactOptional(),
  /** The lab beside the text. A page without it has no lab column. */
  lab: lab.exactOptional(),
}).superRefine((page, context) => {
  if (!page.lab) return;
  for (const field of ["minutes", "outcomes", "sources"] as const) {
    if (page[field] !== undefined) continue;
    context.addIssue({
      code: "custom",
      path: [field],
      message: `a page with a \`lab\` is a lesson; add \`${field}\`.`,
    });
  }
});

/** An object that refuses fields it doesn't know, and says which it does. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown field ${issue.keys.map((key) => `\`${key}\``).join(", ")}; correct its spelling or remove it. It may have: ${Object.keys(shape).join(", ")}.`
        : undefined,
  });
}
