// Opens the list of keys, in the page's language.
import { mount, unmount } from "svelte";
import Keys from "./Keys.svelte";
import type { KeyName } from "./key-names.ts";
import type { KeysWords } from "./words/en.ts";

const load: Record<"en" | "zh", () => Promise<{ words: KeysWords }>> = {
  en: () => import("./words/en.ts"),
  zh: () => import("./words/zh-cn.ts"),
};

/** @param names The keys that do something on this page now. */
export async function open(names: readonly KeyName[]): Promise<void> {
  const { words } = await load[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]();
  const list = mount(Keys, {
    target: document.body,
    props: { names, words, onclose: () => void unmount(list) },
  });
}
