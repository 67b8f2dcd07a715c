// Notices when one of an app's files is saved.
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

export interface SavedFiles {
  /** Watches these files, too. */
  add: (files: readonly string[]) => void;
  close: () => void;
}

/** Editors write a file in several steps. */
const quietMs = 50;

/** Calls `saved` with the name of a file, once for all that are saved together. */
export function watchSaved(saved: (name: string) => void): SavedFiles {
  /** Folders, because editors replace files instead of writing them. */
  const folders = new Map<string, { names: Set<string>; watcher: FSWatcher }>();
  let timer: NodeJS.Timeout | undefined;

  function open(folder: string): { names: Set<string>; watcher: FSWatcher } {
    const names = new Set<string>();
    const watcher = watch(folder, (_event, name) => {
      if (!name || !names.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(saved, quietMs, name);
    });
    watcher.on("error", () => watcher.close()); // the folder is gone
    return { names, watcher };
  }

  return {
    add(files) {
      for (const file of files) {
        const folder = dirname(file);
        const known = folders.get(folder) ?? open(folder);
        folders.set(folder, known);
        known.names.add(basename(file));
      }
    },
    close() {
      clearTimeout(timer);
      for (const { watcher } of folders.values()) watcher.close();
    },
  };
}
