// Chinese for what went wrong and what to do about it.
import type { trouble as en } from "../en/trouble.ts";
import { common } from "./common.ts";
import { list, upper } from "./format.ts";

export const trouble: typeof en = {
  opening: "正在启动两台服务器……",
  away: "演练场的服务器没有响应，本页会不断重试。如果是你停掉的，请重新启动它。",
  back: "演练场的服务器恢复了。",
  replaced: "原来的实验台已经结束，这是一个新的。连接方式已按你之前的设置恢复。",
  ending: "运行这个实验台的服务器即将被替换。做完手上的实验后，换到新的实验台即可，学习进度不受影响。",
  move: "现在就换",
  offline: "无法连接演练场的服务器。",
  deviceOffline: "这台设备没有联网。刚才发出的内容可能没有送到；网络恢复后本页会继续。",
  full: "所有实验台都在使用中。",
  rate: "刚才从你的网络打开的实验台太多了。",
  unavailable: "演练场暂时无法提供实验台。",
  keepsTrying: "本页会自动重试。",
  notOpened: "所以这里还只是一张图。",
  ended: "这个实验台闲置了一段时间，已经结束。再按一下就会打开新的。",
  refused: (message) => `没有成功。${message}`,
  notReady: "实验台没能及时进入要求的状态。请再点一次“恢复到这一步的初始状态”。",
  unlinked: (server, cable) =>
    cable === "up"
      ? `服务器 ${upper(server)} 启动了，但没有恢复连接方式：Redis 没有响应。`
      : `服务器 ${upper(server)} 启动了，但没有恢复连接方式：它到 Redis 的连接是“${common.cables[cable]}”。先把连接恢复为畅通，再打开适配器。`,
  otherTab: (names, labels) =>
    `${list(names)} 已在这个实验台里，来自另一个标签页、另一个页面或另一个人。这里的是 ${list(labels)}。`,
  retry: "立即重试",
  dismiss: "知道了",
  redisDown: "Redis 不可用。广播只能到达发送者所在服务器的客户端。",
};
