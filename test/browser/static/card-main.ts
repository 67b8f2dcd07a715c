// `npm run pictures`: makes the cards that chats show for a link to the site, from the recording of the silence, in both languages.
import { writeFileSync } from "node:fs";
import { standalonePicture } from "../../../site/build/static/standalone.ts";
import { words as en } from "../../../site/embed/words/en.ts";
import { words as zhCn } from "../../../site/embed/words/zh-cn.ts";
import { launch } from "../launch.ts";

const cards = [
  {
    file: "card.png",
    lang: "en",
    words: en,
    says: "Two Socket.IO servers can’t hear each other. See why, and fix it.",
  },
  {
    file: "card-zh-cn.png",
    lang: "zh-CN",
    words: zhCn,
    says: "两台 Socket.IO 服务器互相听不见。看看为什么，再把它修好。",
  },
];
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
for (const { file, lang, words, says } of cards) {
  const picture = standalonePicture("silence", words.picture, "light");
  await page.setContent(
    `<html lang="${lang}"><body style="margin:0;height:630px;display:flex;flex-direction:column;justify-content:center;box-sizing:border-box;padding:40px 90px;font-family:Inter,'Noto Sans CJK SC',system-ui,sans-serif;color:#1b1f24;background:#fff"><h1 style="margin:0;font-size:64px">Crosstalk</h1><p style="margin:8px 0 24px;font-size:34px;line-height:1.3">${says}</p><div style="height:360px">${picture.replace(/ width="\d+" height="[\d.]+"/, ' style="width:auto;height:360px;max-width:none"')}</div></body></html>`,
  );
  writeFileSync(`site/public/${file}`, await page.screenshot());
  console.log(`site/public/${file}`);
}
await browser.close();
