// Chinese for the line below the home page's lab.
import type { HomeWords } from "./en.ts";

const drawing = "这是一张图。";

export const words: HomeWords = {
  drawing,
  lead: {
    drawing: `${drawing}点“发送”，就会启动两台真实的服务器。`,
    send: "点“发送”：α 会发送 hi。",
    watch: "看看谁能收到……",
    silent: "哪里都没有报错。现在打开 A 的适配器，α 会再发一次 hi。",
    "half-a": "还是没收到：只有一边开着适配器不够。把 B 的也打开。",
    "half-b": "还是没收到：只有一边开着适配器不够。把 A 的也打开。",
    heard: "两边都收到了。区别就在这里。",
    other: "这个实验台还有别的故障。再点一次“发送”试试。",
  },
};
