// The lines of a file that an experiment's `change` asks about, filled in at build time.
import { codeFiles } from "../../../servers/protocol.ts";
import { cutRegion } from "../../lesson/region.ts";
import type { Prediction } from "./prediction-kinds.ts";

/** The same prediction with its file's lines. Throws, with the place and the fix, if the file doesn't have the lines to change. */
export function withShown(predict: Prediction, read: (file: string) => string, place: string): Prediction {
  if (predict.kind !== "change") return predict;
  const { file, region, options } = predict;
  const text = read(file);
  const lines = cutRegion(text, region, file).code.split("\n");
  const times = (line: string, among: readonly string[]) => among.filter((one) => one.trim() === line).length;
  for (const { line, becomes, does } of options) {
    if (times(line, lines) !== 1 || times(line, text.split("\n")) !== 1)
      throw new Error(
        `${place}: ${file}, region "${region}", doesn't have this line once: ${line}. Write a whole line of it, without its indentation.`,
      );
    if (line === becomes) throw new Error(`${place}: this line becomes what it is: ${line}`);
    if (!does && !codeFiles.some((name) => file === `servers/chat/${name}`))
      throw new Error(
        `${place}: the lab can't run ${file}. Give each option \`does\`: what has its effect in the lab.`,
      );
  }
  return { ...predict, shown: { lines, text } };
}
