// Loads a learner's form of the chat server from memory. Every file of servers/chat/ is loaded once more, at an address of
// its own, so that a changed file and those that import it belong together.
//
//   own:///chat/server.ts ──imports──▶ own:///chat/handlers.ts (changed) ──▶ own:///chat/link.ts (as it is) …
//                          └─imports──▶ socket.io, redis: the instances that this process has already loaded
import { readFileSync } from "node:fs";
import module from "node:module";
import type { createChatServer } from "../../../chat/server.ts";
import { type CodeFile, codeFiles } from "../../../protocol.ts";
import type { ChangedFile } from "../../process-protocol.ts";
import { describeCodeError, OwnCodeError, ownRoot } from "./error-place.ts";
import { fileOf, resolveOwn } from "./imports.ts";
import { placeOfSyntaxError } from "./syntax-error.ts";

/** Read now, because a server process that runs can read no files. */
const originals = new Map(
  codeFiles.map((name) => [name, readFileSync(new URL(`../../../chat/${name}`, import.meta.url), "utf8")]),
);

/** Returns `createChatServer` of a chat server with these changes. Rejects with an OwnCodeError. Call it once. */
export async function loadOwnChat(changed: readonly ChangedFile[]): Promise<typeof createChatServer> {
  const texts = new Map([...originals, ...changed.map(({ name, text }) => [name, text] as const)]);
  const textAt = (url: string | undefined) => {
    const file = url === undefined ? undefined : fileOf(url);
    return file && texts.get(file);
  };
  const sources = new Map<CodeFile, string>();
  module.registerHooks({
    resolve(specifier, context, next) {
      const { parentURL = ownRoot } = context;
      // Files are Crosstalk's and its libraries' code. Everything else is own code, also what it makes of a string.
      if (parentURL.startsWith("file:") && !specifier.startsWith("own:")) return next(specifier, context);
      return { url: resolveOwn(specifier, parentURL, textAt(parentURL)), shortCircuit: true };
    },
    load(url, context, next) {
      const file = fileOf(url);
      if (!file) return next(url, context);
      const source = eraseTypes(file, texts.get(file) ?? "");
      sources.set(file, source);
      return { format: "module", source, shortCircuit: true };
    },
  });
  try {
    const loaded = await import(`${ownRoot}server.ts`);
    if (typeof loaded.createChatServer === "function") return loaded.createChatServer;
  } catch (error) {
    const { message, place } = describeCodeError(error);
    throw new OwnCodeError({ message, place: place ?? placeOfSyntaxError(sources, message) });
  }
  throw new OwnCodeError({
    message: "server.ts has to export the function createChatServer.",
    place: { file: "server.ts", line: 1 },
  });
}

/** Returns the file as JavaScript, with every line where it was. Throws an OwnCodeError. */
function eraseTypes(file: CodeFile, text: string): string {
  try {
    return module.stripTypeScriptTypes(text, { mode: "strip", sourceUrl: `${ownRoot}${file}` });
  } catch (error) {
    const { message, place = { file, line: 1 } } = describeCodeError(error);
    throw new OwnCodeError({ message, place });
  }
}
