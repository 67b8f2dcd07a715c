// The experiments of a lesson, read from its text.

export interface StepTitle {
  id: string;
  question: string;
}

/** How lessons write it: `id` first, then `question`, which is text or an expression that contains text. */
const step =
  /<Experiment\s+id="(?<id>[^"]+)"\s+question=(?:"(?<plain>[^"]+)"|\{(?<quote>['`])(?<quoted>[\s\S]+?)\k<quote>\})/g;

export function stepsIn(body: string): StepTitle[] {
  return [...body.matchAll(step)].map(({ groups = {} }) => ({
    id: groups.id ?? "",
    question: groups.plain ?? groups.quoted ?? "",
  }));
}

/** Throws if `stepsIn` doesn't find this step: the course's list would lack it. */
export function checkListed(body: string, { id, question }: StepTitle, place: string): void {
  if (stepsIn(body).some((one) => one.id === id && one.question === question)) return;
  throw new Error(
    `${place}, <Experiment id="${id}">: the list of the course doesn't find it. Write \`id\` first, then \`question\`, as a text: question="…", question={'…'}.`,
  );
}
