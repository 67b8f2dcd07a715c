// English for the puzzle in lesson 13.
import type { ServerName } from "../../../../servers/protocol.ts";
import type { FaultName } from "../puzzle-faults.ts";

const upper = (server: ServerName) => server.toUpperCase();

export const words = {
  about:
    "The lab breaks something at random and hides it. You find out what, with the tools of this course. It needs JavaScript.",
  title: "Find the fault",
  intact: "This is how it should be:",
  intactParts: [
    "A and B are running, both with the Redis adapter, and their cables are up.",
    "The balancer is sticky.",
    "α is on A, β on B. γ connects through the balancer, with long-polling.",
    "All three are in the room tea.",
  ],
  one: "One of these is false.",
  begin: "Break something",
  breaking: "Breaking something …",
  what: "What is it?",
  answer: "Submit",
  giveUp: "Show me",
  another: "Next",
  fix: "Fix it",
  fixing: "Fixing …",
  fixed: "Fixed. Send again and check that everyone hears it.",
  right: "Right.",
  wrong: (looks: string): string => `No. ${looks} Look again.`,
  shown: (name: string) => `It was: ${name}.`,
  interrupted: "The lab was set up for something else in the meantime. Break it again.",
  failed: "The lab didn’t reach that state. Try again.",
  game: "Puzzle:",
  level: (level: number) => `level ${level} of 10`,
  best: (score: number) => ` · your best: ${score}`,
  today: "today’s, the same for everybody",
  two: "Two of these are false.",
  oneMore: "Right, and there’s something else. Tick both.",
  score: (score: number, questions: number, wrong: number) =>
    `${score} points: ${questions} ${questions === 1 ? "message" : "messages"} sent, ${wrong === 1 ? "1 wrong answer" : `${wrong} wrong answers`}. Fewer are worth more.`,
  faults: {
    "no-adapter": "One server has no adapter",
    "different-adapters": "A has the Redis adapter, B the sharded one",
    "different-keys": "The adapters have different keys",
    blackhole: "A cable is a black hole",
    closed: "A cable is closed",
    slow: "A cable is slow",
    "comes-and-goes": "A cable comes and goes",
    "wrong-room": "A client is in another room",
  } satisfies Record<FaultName, string>,
  looks: {
    "no-adapter":
      "Without an adapter, a server publishes nothing and isn’t subscribed: the other server’s PUBLISH has 1 receiver, and this one never sends a PUBLISH.",
    "different-adapters":
      "With two kinds of adapter, both publish, each PUBLISH has 1 receiver, and one of them is an SPUBLISH.",
    "different-keys":
      "With different keys, both publish with the same command, each PUBLISH has 1 receiver, and the channels’ names begin differently.",
    blackhole:
      "With a black hole, the other server’s PUBLISH has 2 receivers, this one’s own gets no reply, and who ends in an error after 5 s.",
    closed:
      "With a closed cable, that server’s log says ECONNREFUSED, its PUBLISH never leaves, and who on it gets no answer.",
    slow: "With a slow cable, everybody hears everything, and the clients across hear it more than half a second later.",
    "comes-and-goes":
      "A cable that comes and goes works for some seconds and fails for some: ask twice, and the same question has two answers.",
    "wrong-room":
      "A client in another room hears what is for everyone and misses what is for tea: try to tea hi, and look at Pools.",
  } satisfies Record<FaultName, string>,
  where: (name: FaultName, server: ServerName): string => {
    switch (name) {
      case "no-adapter":
      case "different-keys":
        return `It was server ${upper(server)}.`;
      case "blackhole":
      case "closed":
      case "slow":
      case "comes-and-goes":
        return `It was the cable of server ${upper(server)}.`;
      case "wrong-room":
        return `${server === "a" ? "α" : "β"} was in Tea, with a capital letter.`;
      default:
        return "";
    }
  },
};

export type FaultWords = typeof words;
