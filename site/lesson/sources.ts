// The files that lessons show: the chat server, exactly as the lab runs it.

const files = import.meta.glob<string>("/servers/chat/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Paths from the repository's root, e.g. "servers/chat/handlers.ts". */
export const sourceFiles = Object.keys(files).map((path) => path.slice(1));

/** Returns a file's text. Throws, listing the files there are, if there is none with that name. */
export function readSource(file: string): string {
  const text = files[`/${file}`];
  if (text === undefined) {
    throw new Error(
      `There is no file "${file}" that a lesson may show. Use one of ${sourceFiles.join(", ")}.`,
    );
  }
  return text;
}
