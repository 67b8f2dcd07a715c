// What a page with the site's frame does with JavaScript. One script: several small ones would cost a page a fifth more bytes.
import "../prose/prose.ts";
import "./class-bar.ts";
import "./lesson-end.ts";
import "./lesson-mark.ts";
import "./menu.ts";
import "./route-choice.ts";
import "./split-view.ts";
