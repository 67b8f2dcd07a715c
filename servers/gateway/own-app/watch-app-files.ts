// Notices when one of an app's files is saved.
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

export interface AppFileWatcher {
  /** Watches these files, too. */
  add: (files: readonly string[]) => void;
  close: () => void;
}

/** Editors write a file in several steps. */
const quietMs = 50;

/**
 * Calls `saved` with the name of a file, once for all that are saved together, and `unwatched` with a folder that the system
 * doesn't watch, e.g. because it watches too many.
 */
export function watchAppFiles(
  saved: (name: string) => void,
  unwatched: (folder: string, why: string) => void,
): AppFileWatcher {
  /** Folders, because editors replace files instead of writing them. */
  const folders = new Map<string, { names: Set<string>; watcher: FSWatcher | null }>();
  let timer: NodeJS.Timeout | undefined;

  function open(folder: string, names: Set<string>): FSWatcher | null {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (!name || !names.has(name)) return;
        clearTimeout(timer);
        timer = setTimeout(saved, quietMs, name);
      });
      watcher.on("error", () => {
        watcher.close(); // the folder is gone
        folders.delete(folder);
      });
      return watcher;
    } catch (error) {
      unwatched(folder, error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  function known(folder: string): Set<string> {
    const found = folders.get(folder);
    if (found) return found.names;
    const names = new Set<string>();
    folders.set(folder, { names, watcher: open(folder, names) });
    return names;
  }

  return {
    add(files) {
      for (const file of files) known(dirname(file)).add(basename(file));
    },
    close() {
      clearTimeout(timer);
      for (const { watcher } of folders.values()) watcher?.close();
    },
  };
}
