// Chinese for two learners at one lab.
import type { PairWords } from "./en.ts";

const someone = (name: string | null) => name ?? "同伴";

export const words: PairWords = {
  about: "两个人可以共用一个实验台：各有各的客户端，一个人完成的步骤对两个人都算数。",
  show: "给出我的实验台的代码",
  code: "你的实验台的代码",
  share: "把它告诉旁边的人，或发送链接。代码十分钟内有效，只能用一次。",
  copy: "复制链接",
  copied: "已复制",
  takeBack: "撤回",
  type: "或输入别人给你看的代码",
  ask: "申请加入",
  asking: (host) => `正在等待 ${host} 同意……`,
  asked: (guest) => `${guest} 想加入你的实验台。之后你们都可以改动其中的一切。`,
  yes: "同意",
  no: "拒绝",
  hosts: (guest) => `${someone(guest)} 在你的实验台上。你们都可以改动其中的一切。`,
  sits: (host) => `你在${host === null ? "同伴" : ` ${host} `}的实验台上。`,
  both: "你们都可以改动其中的一切，一个人完成的步骤对两个人都算数。",
  noLab: (host) => `${someone(host)} 现在没有实验台。一有新的，你就会自动加入。`,
  end: "结束结对",
  leave: "离开，使用自己的实验台",
  ended: ({ why, name }) =>
    ({
      declined: `${someone(name)} 没有同意。`,
      unanswered: `${someone(name)} 两分钟内没有回应。请要一个新的代码。`,
      left: `${someone(name)} 离开了，实验台又归你一个人用。`,
      ended: `${someone(name)} 结束了结对。你又有自己的实验台了。`,
      removed: `讲师把 ${someone(name)} 移出了名单，结对已结束。`,
    })[why],
  refused: {
    wrong: "没有使用这个代码的实验台。请与对方核对。",
    expired: "这个代码已经失效。请要一个新的。",
    taken: "已有别人在用这个代码。一个实验台只供两个人使用：请要另一个代码，或加入别的实验台。",
    own: "这是你自己的实验台的代码，应由别人输入。",
    away: "这个实验台的主人现在不在。",
    paired: "你已经在结对中。请先离开。",
    "no-lab": "你还没有实验台。打开一课，等实验台就绪后再试。",
    rate: "你所在的网络刚才输错了太多代码。请等一分钟再试。",
  },
};
