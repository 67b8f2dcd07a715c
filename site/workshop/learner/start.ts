// Shows the class bar on this page if this browser takes part in a class. Only loaded by those pages.
import { mount } from "svelte";
import { setOpenRound } from "../../quiz/open-round.ts";
import { workshopInfo } from "../info.ts";
import { leaveSeat } from "../pairs/seat.ts";
import ClassBar from "./ClassBar.svelte";

/** Shows nothing if no workshop is running. The gateway is asked again when a page is opened. */
export async function startClass(): Promise<void> {
  const { documentElement: root } = document;
  const info = await workshopInfo().catch(() => undefined);
  if (info === null) {
    delete root.dataset.class;
    sessionStorage.removeItem("crosstalk:class");
    leaveSeat();
    setOpenRound(null);
    return;
  }
  root.dataset.class = "";
  // site/layout/Head.astro reads it, so that the next page leaves room for the bar from its first paint.
  sessionStorage.setItem("crosstalk:class", "");
  const locale = root.lang === "zh-CN" ? "zh-cn" : "en";
  const { words } = await (locale === "en" ? import("../words/en.ts") : import("../words/zh-cn.ts"));
  mount(ClassBar, { target: document.body, props: { locale, words } });
}
