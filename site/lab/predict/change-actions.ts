// What running a `change` does to the lab before its message is sent.
import type { CodeFile } from "../../../servers/protocol.ts";
import type { CodeFiles } from "../live/api-client.ts";
import type { Action } from "../steps/actions.ts";
import type { Answer } from "./chosen-answer.ts";
import type { LineChange, Prediction } from "./prediction-kinds.ts";

const chatFolder = "servers/chat/";

/** The line that was chosen; without an answer, the right one. Undefined for every other question. */
function chosen(asked: Prediction, said: Answer): LineChange | undefined {
  if (asked.kind !== "change") return undefined;
  return asked.options[Number(said?.[0]) - 1] ?? asked.options.find(({ wrong }) => wrong === undefined);
}

/** What the lab does instead of changing the line. */
export const actionsOf = (asked: Prediction, said: Answer): readonly Action[] =>
  chosen(asked, said)?.does ?? [];

/** The file with the chosen line changed; undefined if there's no code to run. */
export function filesOf(asked: Prediction, said: Answer): CodeFiles | undefined {
  const option = chosen(asked, said);
  if (asked.kind !== "change" || !option || option.does || !asked.shown) return undefined;
  const name = asked.file.slice(chatFolder.length) as CodeFile; // checked when the lesson was built
  return { [name]: withLine(asked.shown.text, option) };
}

const withLine = (text: string, { line, becomes }: LineChange): string =>
  text
    .split("\n")
    .map((one) => (one.trim() === line ? one.replace(line, () => becomes) : one))
    .join("\n");
