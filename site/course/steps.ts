// The experiments of a lesson, read from its text.

export interface StepTitle {
  id: string;
  question: string;
}

/** As lessons write it: `id` first, then `question`, a text or an expression that is one. */
const step =
  /<Experiment\s+id="(?<id>[^"]+)"\s+question=(?:"(?<plain>[^"]+)"|\{(?<quote>['`])(?<quoted>[\s\S]+?)\k<quote>\})/g;

export function stepsIn(body: string): StepTitle[] {
  return [...body.matchAll(step)].map(({ groups = {} }) => ({
    id: groups.id ?? "",
    question: groups.plain ?? groups.quoted ?? "",
  }));
}

/** Throws for a step that a list of the course would not have: `stepsIn` has to find it as it is rendered. */
export function checkListed(body: string, { id, question }: StepTitle, place: string): void {
  if (stepsIn(body).some((one) => one.id === id && one.question === question)) return;
  throw new Error(
    `${place}, <Experiment id="${id}">: the list of the course does not find it. Write \`id\` first, then \`question\`, as a text: question="…", question={'…'}.`,
  );
}
