// Chinese for the certificate.
import type { CertificateWords } from "./en.ts";

export const words: CertificateWords = {
  title: "学习证明",
  about: "你在本课程中完成的内容，可以打印。",
  name: "要印上的名字",
  nameless: "你的名字",
  print: "打印",
  nothing: "还没有可以证明的内容：这个浏览器里没有通过任何一步的检查。",
  did: (met, of) => `通过了 ${of} 步中的 ${met} 步，课程：`,
  course: (route) => `Crosstalk：两台 Socket.IO 服务器，以及为什么互相收不到消息（${route}）`,
  from: (first, last) => (first === last ? first : `${first}至${last}`),
  lessons: "通过的步骤",
  steps: (numbers, of) =>
    `${of} 步中的 ${numbers.length} 步${numbers.length === of ? "" : `：第 ${numbers.join("、")} 步`}`,
  how: "一步的检查通过，是指消息在真实的服务器之间到达了该到达的客户端。以上由这个浏览器记录，没有人监督。",
};
