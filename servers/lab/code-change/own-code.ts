// A learner's own form of the chat server, as a lab keeps it.
import { createHash } from "node:crypto";
import { type CodeFile, type CodeState, codeFiles } from "../../protocol.ts";
import type { ChangedFile } from "../process-protocol.ts";

export interface OwnCode {
  changed: ChangedFile[];
  state: CodeState;
}

/** Returns the code with these changed files; null if there is none. */
export function ownCode(files: { [name in CodeFile]?: string | undefined }): OwnCode | null {
  const changed = codeFiles.flatMap((name) => {
    const text = files[name];
    return text === undefined ? [] : [{ name, text }];
  });
  if (changed.length === 0) return null;
  const print = createHash("sha256").update(JSON.stringify(changed)).digest("hex").slice(0, 12);
  return { changed, state: { files: changed.map(({ name }) => name), print } };
}
