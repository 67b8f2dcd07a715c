// Builds the element and the pages that show a scenario on other sites:
//
//   embed.js                     defines <crosstalk-lab>, with everything that it needs inside
//   embed/<scenario>/            one scenario in a page of its own, for an <iframe>; zh-cn/embed/<scenario>/ in Chinese
//   embed/blog-post/             three of them in an article
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { words as en } from "../../embed/words/en.ts";
import { words as zhCn } from "../../embed/words/zh-cn.ts";
import { completed } from "../../lab/arrangement/arrangement.ts";
import { encode } from "../../lab/arrangement/fragment.ts";
import { openRecording } from "../../lab/recorded/open-recording.ts";
import { outcomePicture } from "../../lab/recorded/picture/outcome-picture.ts";
import { type Locale, locales } from "../../locale.ts";
import { type ScenarioName, scenarios } from "../../playground/scenarios.ts";
import { coloursOf } from "./palette.ts";
import { compact, pictureLooks } from "./standalone.ts";

const sources = new URL("../../embed/", import.meta.url);
const recordings = "lessons/recordings/local/playground";
const words = { en, "zh-cn": zhCn };
const id = "virtual:embed";

/** @param out the folder of the built site. */
export async function buildEmbed(out: string): Promise<void> {
  write(join(out, "embed.js"), await bundle());
  for (const locale of locales)
    for (const file of readdirSync(recordings))
      writePage(out, locale, file.replace(/\.json$/, "") as ScenarioName);
  write(join(out, "embed/blog-post/index.html"), readFileSync(new URL("blog-post.html", sources), "utf8"));
}

/** One classic script, which is a module as well. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: new URL("crosstalk-lab.ts", sources).pathname,
    platform: "browser",
    plugins: [
      {
        name: "embed",
        resolveId: (asked) => (asked === id ? id : null),
        load: (asked) => (asked === id ? parts() : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "iife", minify: true });
  return output[0].code;
}

/** The element's data, as a module. */
function parts(): string {
  const byName = Object.fromEntries(
    readdirSync(recordings).map((file) => {
      const name = file.replace(/\.json$/, "") as ScenarioName;
      const text = readFileSync(join(recordings, file), "utf8");
      return [name, { text, playground: `playground/#${encode(completed(scenarios[name]))}` }];
    }),
  );
  return `export const looks = ${JSON.stringify(looks())};\nexport const recordings = ${JSON.stringify(byName)};`;
}

function looks(): string {
  const dark = coloursOf("dark");
  return [
    `:host{color-scheme:light;${coloursOf("light")}}`,
    `@media (prefers-color-scheme: dark){:host(:not([theme=light])){color-scheme:dark;${dark}}}`,
    `:host([theme=dark]){color-scheme:dark;${dark}}`,
    pictureLooks(),
    compact(readFileSync(new URL("crosstalk-lab.css", sources), "utf8")),
  ].join("");
}

function writePage(out: string, locale: Locale, name: ScenarioName): void {
  const opened = openRecording(readFileSync(join(recordings, `${name}.json`), "utf8"));
  if (!("recording" in opened)) return;
  const { title, look } = words[locale].scenario[name];
  const picture = outcomePicture(opened.recording, words[locale].picture);
  const [folder, up] = locale === "en" ? ["embed", "../../"] : ["zh-cn/embed", "../../../"];
  const page = `<!DOCTYPE html><html lang="${locale === "en" ? "en" : "zh-CN"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} | Crosstalk</title>
<style>:root{${coloursOf("light")}}@media (prefers-color-scheme: dark){:root{color-scheme:dark;${coloursOf("dark")}}}body{margin:0;background:var(--ct-page);color:var(--ct-ink);font:15px/1.45 system-ui,sans-serif}crosstalk-lab{margin:0 auto}noscript{display:block;padding:14px}${pictureLooks()}</style></head>
<body><crosstalk-lab scenario="${name}"></crosstalk-lab><noscript><p><strong>${title}</strong></p>${picture?.svg ?? ""}<p>${look}</p></noscript><script src="${up}embed.js"></script></body></html>
`;
  write(join(out, folder, name, "index.html"), page);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
