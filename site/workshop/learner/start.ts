// Puts the class over this page, where this browser takes part in one. Loaded by those pages alone.
import { mount } from "svelte";
import { workshopInfo } from "../info.ts";
import ClassBar from "./ClassBar.svelte";

/** Where the gateway holds no workshop, nothing shows. It is asked again when a page is opened. */
export async function startClass(): Promise<void> {
  const { documentElement: root } = document;
  const info = await workshopInfo().catch(() => undefined);
  if (info === null) {
    delete root.dataset.class;
    sessionStorage.removeItem("crosstalk:class");
    return;
  }
  root.dataset.class = "";
  // Read by site/layout/Head.astro, so that the next page leaves room for the bar from its first paint on.
  sessionStorage.setItem("crosstalk:class", "");
  const locale = root.lang === "zh-CN" ? "zh-cn" : "en";
  const { words } = await (locale === "en" ? import("../words/en.ts") : import("../words/zh-cn.ts"));
  mount(ClassBar, { target: document.body, props: { locale, words } });
}
