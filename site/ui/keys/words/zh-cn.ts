// Chinese for the list of keys.
import type { KeysWords } from "./en.ts";

export const words: KeysWords = {
  title: "快捷键",
  does: {
    send: "从第一个客户端发送",
    "adapter-a": "切换 A 的适配器",
    "adapter-b": "切换 B 的适配器",
    replay: "重播或暂停",
    back: "后退一步",
    forward: "前进一步",
    run: "运行眼前的实验",
    next: "转到下一个实验",
    lab: "转到实验台",
    help: "显示这些快捷键",
  },
  areOn: "单个按键即可操作页面；输入文字时不会触发",
  close: "关闭",
};
