// Chinese for a site that plays recordings. Only such a site loads it.
import type { RecordedWords } from "../en/recorded.ts";

const command = "npm ci && npm start";

export const recorded: RecordedWords = {
  mark: "录制",
  before: "本页播放的是在真实的实验台里录下来的运行过程。",
  about: ({ on, redis, versions }) =>
    `${on} 录制于真实的实验台：${redis.kind === "embedded" ? "Crosstalk 内置的 broker" : `Redis ${redis.version}`}、Socket.IO ${versions["socket.io"]}、Redis adapter ${versions["@socket.io/redis-adapter"]}。`,
  command,
  needs: {
    send: "要随意发送消息、切换开关，请启动一个真实的实验台：",
    terminals: "输入命令需要真实的实验台。启动它的命令：",
    redis: "这里是录制时输入的命令和打印的结果。要自己输入，请启动一个真实的实验台：",
    fault: "这道题会破坏一个真实的实验台，没法录制。启动它的命令：",
    outage: "这里会弄断真实实验台的连接。启动它的命令：",
    costs: "这里测量的是你自己电脑上的真实实验台。启动它的命令：",
    change: "改动的代码只能在真实的实验台里运行。启动它的命令：",
    exercise: "这里可以阅读和编写代码，但运行它需要真实的实验台。启动它的命令：",
  },
  unplayable: (problem): string => {
    switch (problem.what) {
      case "missing":
        return "没能取到这次运行的录制文件。请检查网络，然后再运行一次。";
      case "not-recorded":
        return `这次运行没有录制。请用 ${command} 启动一个真实的实验台。`;
      case "unrecorded":
        return `只有列表里的场景有录制，而这个链接里是另一种布置。请选一个场景，或者用 ${command} 启动一个真实的实验台。`;
      case "foreign":
        return "取到的不是录制文件，所以没有播放。";
      case "too-new":
        return `这次运行是更新版本的 Crosstalk 录制的（版本 ${problem.version}）。请刷新页面，换成对应的版本。`;
      case "cut-off":
        return "这份录制缺了结尾，所以没有播放。请刷新页面重新获取。";
      case "edited":
        return "这份录制在录好之后被改动过，所以没有播放。";
    }
  },
  noGateway: (host) => `${host} 目前没有可用的实验台，所以本页播放录制。`,
  needsLive: `这需要真实的实验台，而本页播放的是录制。请用 ${command} 启动一个。`,
  home: { play: ["不装 adapter 发送", "只在 A 装 adapter 后发送", "两边都装 adapter 后发送"] },
};
