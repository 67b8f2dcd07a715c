// The files that lessons show: the chat server, exactly as the lab runs it, and the examples.

const files = import.meta.glob<string>("/servers/chat/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const examples = import.meta.glob<string>(["/examples/*/*", "!**/package-lock.json"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Paths from the repository's root, e.g. "servers/chat/handlers.ts". */
export const sourceFiles = [...Object.keys(files), ...Object.keys(examples)]
  .map((path) => path.slice(1))
  .filter((path) => /\.[jt]s$/.test(path));

/** The folders of examples/. */
export const exampleNames = [...new Set(Object.keys(examples).map((path) => path.split("/")[2] ?? ""))];

/** An example's files by their paths, which begin with its name. */
export const filesOfExample = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(examples)
      .filter(([path]) => path.startsWith(`/examples/${name}/`))
      .map(([path, text]) => [path.slice("/examples/".length), text]),
  );

/** Returns a file's text. Throws, listing the files there are, if there is none with that name. */
export function readSource(file: string): string {
  const text = files[`/${file}`] ?? examples[`/${file}`];
  if (text === undefined) {
    throw new Error(
      `There is no file "${file}" that a lesson may show. Use one of ${sourceFiles.join(", ")}.`,
    );
  }
  return text;
}

/** The language that a file is written in, for its colours. */
export const languageOf = (file: string): "js" | "ts" => (file.endsWith(".js") ? "js" : "ts");
