// A lesson's frontmatter. Strict: a misspelled field fails the build.
import { z } from "astro/zod";
import { linkNames, serverNames } from "../../servers/protocol.ts";
import { routeNames } from "../course/routes.ts";
import { panelNames, usualPanels } from "../lab/panels/panel-names.ts";
import { controlNames } from "../lab/stage/controls/control-names.ts";
import { clientPlace } from "./step-schema.ts";
import { strict } from "./strict.ts";

const source = strict({
  /** The source's title, e.g. "Socket.IO: Redis adapter". */
  title: z.string(),
  /** Where it can be read. */
  url: z.url(),
});

const lab = strict({
  /** The parts of the picture. Early lessons only show what they need. Default: all. */
  show: z
    .array(z.enum([...serverNames, "redis"]))
    .min(1)
    .default([...serverNames, "redis"]),
  /** The clients that are connected when the lesson opens. */
  clients: z.array(clientPlace),
  /** The links of A and B when the lesson opens. Default: as the learner left them. */
  links: strict({ a: z.enum(linkNames), b: z.enum(linkNames) }).exactOptional(),
  /** The panels below the picture; their tabs have one order in all lessons. Default: matrix, terminals, logs, log. */
  panels: z
    .array(z.enum(panelNames))
    .min(1)
    .default([...usualPanels])
    // One order in all lessons: a panel is found where it was in the last one.
    .transform((panels) => panelNames.filter((name) => panels.includes(name))),
  /** Whether the balancer is sticky when the lesson opens. Default: no. */
  balancer: strict({ sticky: z.boolean() }).exactOptional(),
  /** Early lessons open only what they need. Default: only the adapter switch, if Redis is shown. */
  controls: z.array(z.enum(controlNames)).default([]),
}).superRefine(({ show, clients }, context) => {
  const names = new Set<string>();
  for (const [index, { name, server }] of clients.entries()) {
    const path = ["clients", index];
    if (names.has(name)) problem(path, `"${name}" is there twice; give each client a different name.`);
    const missing = (server === "balanced" ? serverNames : [server]).find((one) => !show.includes(one));
    if (missing)
      problem(path, `"${name}" is on "${server}", which \`show\` leaves out; add "${missing}" to \`show\`.`);
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
  /** What you can do after the lesson; each completes "After this you can …". */
  outcomes: z
    .array(
      z.union([
        z.string(),
        /** On these routes only. */
        strict({ text: z.string(), on: z.array(z.enum(routeNames)).min(1) }),
      ]),
    )
    .exactOptional(),
  /** What the lesson's claims rest on, shown at its end. */
  sources: z.array(source).exactOptional(),
  /** The lab next to the text. A page without it has no lab column. */
  lab: lab.exactOptional(),
  /** Left out: the search finds the page. */
  pagefind: z.literal(false).exactOptional(),
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
