// What a learner's code may import: the other files of the chat server, the libraries that these use, and modules of Node
// without access to anything outside of the process.
import { type CodeFile, codeFiles } from "../../../protocol.ts";
import { OwnCodeError, ownRoot } from "./error-place.ts";

const libraries = [
  "socket.io",
  "socket.io-adapter",
  "@socket.io/redis-adapter",
  "@socket.io/redis-streams-adapter",
  "redis",
];
/** Found now, because a server process that runs can read no files. */
const libraryUrls = new Map(libraries.map((name) => [name, import.meta.resolve(name)]));
const protocolUrl = new URL("../../../protocol.ts", import.meta.url).href;

const builtins = new Set(
  "assert async_hooks buffer crypto events path perf_hooks querystring stream stream/promises string_decoder timers timers/promises url util"
    .split(" ")
    .map((name) => `node:${name}`),
);

/** Returns the address of an import that own code makes. Throws an OwnCodeError at its line if it may not. */
export function resolveOwn(specifier: string, parent: string, source: string | undefined): string {
  const library = libraryUrls.get(specifier);
  if (library) return library;
  if (builtins.has(specifier)) return specifier;
  const url = URL.parse(specifier, parent)?.href;
  if (url === "own:///protocol.ts") return protocolUrl;
  if (url && fileOf(url)) return url;
  const may = [...libraries, ...builtins].join(", ");
  throw new OwnCodeError({
    message: `"${specifier.slice(0, 100)}" cannot be imported here. A lab's code may import the other files of the chat server, and ${may}.`,
    ...placeOfImport(specifier, parent, source),
  });
}

/** Returns the file of the chat server that an address of own code names. */
export function fileOf(url: string): CodeFile | undefined {
  return codeFiles.find((name) => url === `${ownRoot}${name}`);
}

function placeOfImport(specifier: string, parent: string, source = "") {
  const file = fileOf(parent);
  const index = source
    .split("\n")
    .findIndex((line) => line.includes(`"${specifier}"`) || line.includes(`'${specifier}'`));
  return file && index >= 0 ? { place: { file, line: index + 1 } } : {};
}
