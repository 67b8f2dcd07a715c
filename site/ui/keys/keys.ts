// Single keys that act on the page. Whatever is on the page registers what it can do; none of them fires while somebody
// types, and all of them can be switched off.

import { type KeyName, keyFor, keyNames } from "./key-names.ts";
import { areKeysOn } from "./keys-enabled.ts";
import { isTyping } from "./typing.ts";

const actions = new Map<KeyName, () => void>([["help", showKeys]]);
/** Adds actions by name; a later one takes the place of an earlier one. Returns a function that removes them. */
export function register(added: Partial<Record<KeyName, () => void>>): () => void {
  const entries = Object.entries(added) as [KeyName, () => void][];
  for (const [name, act] of entries) actions.set(name, act);
  document.addEventListener("keydown", onKey);
  return () => {
    for (const [name, act] of entries) if (actions.get(name) === act) actions.delete(name);
  };
}

/** Shows all keys; loaded when they're asked for. */
export async function showKeys(): Promise<void> {
  const { open } = await import("./open-keys.ts");
  await open(keyNames.filter((name) => actions.has(name)));
}

function onKey(event: KeyboardEvent): void {
  if (event.repeat || isTyping(event, event.composedPath()[0])) return;
  // An open dialog has the keyboard to itself.
  if (document.querySelector("dialog[open]")) return;
  const name = keyNames.find((one) => keyFor[one] === event.key);
  const act = name && actions.get(name);
  if (!act || (name !== "help" && !areKeysOn())) return;
  event.preventDefault();
  act();
}
