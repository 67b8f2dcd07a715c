// The files that lessons show: the chat server, which the lab runs as it stands here.

const files = import.meta.glob<string>("/servers/chat/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Paths from the repository's root, e.g. "servers/chat/handlers.ts". */
export const sourceFiles = Object.keys(files).map((path) => path.slice(1));

/** A file's text. Throws, with the files there are, when there is none of that name. */
export function readSource(file: string): string {
  const text = files[`/${file}`];
  if (text === undefined) {
    throw new Error(
      `There is no file "${file}" that a lesson may show. Use one of ${sourceFiles.join(", ")}.`,
    );
  }
  return text;
}
