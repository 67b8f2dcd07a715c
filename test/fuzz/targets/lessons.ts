// What lessons declare: a mistake is an error that names the file, never a crash.
import fc from "fast-check";
import { checkExperiment } from "../../../site/lesson/experiment-props.ts";
import { lessonSchema } from "../../../site/lesson/frontmatter.ts";
import { expectThat, mistaken, type Target, target } from "../target.ts";

const client = fc.record({
  name: fc.constantFrom("α", "β", ""),
  server: fc.constantFrom("a", "b", "balanced", "c"),
});
const lab = fc.record(
  {
    show: mistaken,
    clients: fc.oneof(fc.array(client, { maxLength: 3 }), mistaken),
    links: mistaken,
    panels: mistaken,
  },
  { requiredKeys: [] },
);
const page = fc.oneof(
  mistaken,
  fc.record(
    {
      title: fc.oneof(fc.string(), mistaken),
      description: fc.string(),
      minutes: fc.oneof(fc.integer(), mistaken),
      outcomes: fc.oneof(fc.array(fc.string(), { maxLength: 2 }), mistaken),
      sources: mistaken,
      lab: fc.oneof(lab, mistaken),
    },
    { requiredKeys: [] },
  ),
);

const action = fc.oneof(
  fc.record({ client: fc.constantFrom("α", "ω"), event: fc.constantFrom("message", "") }),
  fc.record({ client: fc.constant("α"), do: fc.constantFrom("join", "leave", "dance"), room: fc.string() }),
  mistaken,
);
const props = fc.oneof(
  mistaken,
  fc.record(
    {
      id: fc.oneof(fc.constantFrom("broadcast", "Broadcast", "a b"), mistaken),
      question: fc.string(),
      clients: fc.oneof(fc.array(fc.constantFrom("α", "β", "ω"), { maxLength: 3 }), mistaken),
      run: fc.oneof(action, fc.array(action, { maxLength: 3 })),
      setup: fc.oneof(fc.record({ clients: fc.array(client, { maxLength: 2 }) }), mistaken),
      check: fc.oneof(fc.constantFrom("everyoneHeard", "toString", "__proto__"), mistaken),
    },
    { requiredKeys: [] },
  ),
);

export const ofLessons: Target[] = [
  target("frontmatter of lessons", 8, page, (data) => {
    const { success, error } = lessonSchema.safeParse(data);
    expectThat(
      success || error.issues.every(({ message }) => message.length > 0),
      "a problem has no message",
    );
  }),
  target("experiments of lessons", 7, props, (data) => {
    try {
      checkExperiment(data, ["α", "β"], "lessons/x.mdx:1");
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      expectThat(message.startsWith("lessons/x.mdx:1"), `an error does not say where it is: ${message}`);
    }
  }),
];
