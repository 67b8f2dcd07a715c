// Chinese for the playground: its scenarios, what is sent, and what is taken home.

import type { PlaygroundWords } from "./en.ts";

export const words: PlaygroundWords = {
  title: "演练场",
  about: "两台真实的服务器、一个 Redis、所有开关。先按“运行”，再改点什么试试。",
  scenarios: "场景",
  own: "来自链接",
  ownLook: "发给你链接的人把实验台布置成了这样。按“运行”看看。",
  changeScenario: "换一个场景",

  scenario: {
    silence: {
      title: "一片寂静",
      look: "α 收到自己的消息。B 上的 β 什么也收不到，而日志、错误、确认里都看不出来。",
    },
    "half-deaf": {
      title: "半个房间听不见",
      look: "负载均衡器把六个客户端轮流分给 A 和 B。和发送者同一台服务器的能收到，另外三个收不到。",
    },
    "one-adapter": {
      title: "只有一边装了适配器",
      look: "A 发布了消息，Redis 说有 1 个接收者：就是 A 自己。B 没有订阅，所以 β 什么也收不到。",
    },
    "both-adapters": {
      title: "两边都有适配器",
      look: "Redis 说有 2 个接收者。A 忽略自己发回来的那份，B 把它转给自己的客户端，β 收到了。",
    },
    "two-kinds": {
      title: "两种不同的适配器",
      look: "A 用 Redis 适配器，B 用分片适配器，频道对不上：Redis 说只有 1 个接收者，β 什么也收不到。",
    },
    "different-keys": {
      title: "key 不同",
      look: "两边都用 Redis 适配器，但 A 的 key 是 socket.io，B 的是 chat，频道名对不上：Redis 说只有 1 个接收者，β 什么也收不到。",
    },
    "one-connection": {
      title: "一个连接身兼两职",
      look: "网上常见的桥接写法：已经订阅的连接又拿来发布。Redis 拒绝，A 随即崩溃。",
    },
    blackhole: {
      title: "黑洞",
      look: "Redis 说有 2 个接收者，一切正常。消息却被 B 的连接吞掉了：β 什么也收不到，也没有任何错误。",
    },
    slow: {
      title: "缓慢的连接",
      look: "α 立刻收到，β 晚了 400 ms：延迟只在 B 到 Redis 的连接上。",
    },
    late: {
      title: "迟到的订阅者",
      look: "两条消息之间才打开 B 的适配器。第一条 β 永远收不到：发布/订阅不留存任何消息。",
    },
    "not-sticky": {
      title: "没有粘性会话",
      look: "γ 经负载均衡器用长轮询连接，请求轮流落到 A 和 B，其中一个返回 400，γ 进不来。打开粘性会话，它就进来了。",
    },
    rooms: {
      title: "跨服务器的房间",
      look: "α 和 β 在房间 tea 里，各在一台服务器上。发往 tea 的消息两个都能收到；同样两台服务器上的 γ 和 δ 收不到。",
    },
    "server-dies": {
      title: "一台服务器挂了",
      look: "两条消息之间终止 B，再启动。β 会自动重连，但 B 停机期间的消息，它永远收不到。",
    },
    "no-handler": {
      title: "没有处理函数的事件",
      look: "α 发出 order 并要求确认。服务器没有 order 的处理函数：什么也不会发生，确认也永远不会来。",
    },
  },

  run: {
    heading: "运行",
    run: "运行",
    setUpAndRun: "布置并运行",
    running: "运行中……",
    settingUp: "布置中……",
    startOver: "重新布置",
    nothing: "没有要运行的内容。在图旁写一条消息，按“加入运行”。",
    remove: (step) => `移除：${step}`,
    stopped: (step) => `在第 ${step} 步停下：没有成功。原因见实验台的提示。`,
    nobody: (step, client) => `在第 ${step} 步停下：没有名叫 ${client} 的客户端。`,
    notReady: "实验台还没有就绪，请稍后再按“运行”。",
  },

  send: {
    label: "发送一个事件",
    from: "发送者",
    event: "事件",
    args: "参数（JSON）",
    ack: "要求确认",
    ackAbout: "要求对方确认（acknowledgement）",
    send: "发送",
    add: "加入运行",
  },

  clients: {
    heading: "客户端",
    add: { a: "连 A", b: "连 B", balanced: "经负载均衡" },
    addAbout: {
      a: "在服务器 A 上添加一个客户端",
      b: "在服务器 B 上添加一个客户端",
      balanced: "在负载均衡器后面添加一个客户端",
    },
    all: "最多八个。",
    hint: "点击图中的客户端，可以改房间、传输方式和名字。",
  },

  share: {
    heading: "带走",
    link: "复制链接",
    text: "复制为文字",
    svg: "保存 SVG",
    png: "保存 PNG",
    linkCopied: "链接已复制，打开就是布置成这样的实验台。",
    textCopied: "已复制为 Markdown：最后一条消息谁收到了、经过了哪里，以及各版本号。",
    saved: (file) => `已保存为 ${file}。`,
    byHand: "浏览器不允许本页复制，请从这里手动复制：",
    nothing: "还没有发出任何消息，请先运行一次。",
    failed: "没有成功，请再试一次。",
    tooLong: (length, heavy) =>
      `链接会有 ${length} 个字符，超过了 2000 的上限。${
        heavy === "run" ? "请缩短或移除“运行”里的消息。" : "请缩短客户端和房间的名字，或移除几个客户端。"
      }`,
    unsafe: "链接里只能有普通的名字。请给含有 <、> 或不可见字符的客户端和房间改名。",
    invalid: (where) => `这个实验台放不进链接，请检查 ${where}。`,
  },

  problem: (problem) => {
    switch (problem.what) {
      case "unread":
        return "本页有一部分没有加载成功，读不了这个链接。请重新加载本页。";
      case "foreign":
        return "地址中 # 后面的内容不是一个实验台，所以打开的是默认的演练场。";
      case "too-long":
        return `这个链接 # 后面有 ${problem.length} 个字符，而实验台最多 2000 个。打开的是默认的演练场。`;
      case "too-new":
        return `这个链接出自更新版本的 Crosstalk（格式 ${problem.version}，这里只认得 1）。打开的是默认的演练场。`;
      case "broken":
        return "这个链接不完整，或者途中被改动过。请让对方重新发一次；现在打开的是默认的演练场。";
      case "unsafe":
        return "这个链接里有名字含有标记或不可见字符，所以没有打开。打开的是默认的演练场。";
      case "invalid":
        return `这个链接要求了实验台没有的东西${problem.where ? `（${problem.where}）` : ""}。打开的是默认的演练场。`;
    }
  },
  dismiss: "知道了",

  text: {
    client: "客户端",
    on: "所在服务器",
    transport: "传输方式",
    outcome: "结果",
    at: "时间",
    what: "观察到的情况",
    server: "服务器",
    link: "连接方式",
    cable: "到 Redis 的连接",
    balanced: "经负载均衡器",
    openLab: "同样的实验台，可以直接运行",
  },
};
