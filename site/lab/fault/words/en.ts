// English for the puzzle in lesson 13.
import type { ServerName } from "../../../../servers/protocol.ts";
import type { FaultName } from "../puzzle-faults.ts";

const upper = (server: ServerName) => server.toUpperCase();

export const words = {
  about:
    "The lab breaks one thing at random and hides it. You find out which, with the tools of this course. It needs JavaScript.",
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
  another: "Another one",
  fix: "Fix it",
  fixing: "Fixing …",
  fixed: "Fixed. Send again and check that everyone hears it.",
  right: "Right.",
  wrong: (looks: string): string => `No. ${looks} Look again.`,
  shown: (name: string) => `It was: ${name}.`,
  interrupted: "The lab was set up for something else in the meantime. Break it again.",
  failed: "The lab didn’t reach that state. Try again.",
  found: (count: number, tries: number) =>
    `Found: ${count}. ${tries === 1 ? "The last one on the first try." : `The last one after ${tries} tries.`}`,
  faults: {
    "no-adapter": "One server has no adapter",
    "different-adapters": "A has the Redis adapter, B the sharded one",
    blackhole: "A cable is a blackhole",
    closed: "A cable is closed",
    "not-sticky": "The balancer is not sticky",
    "server-down": "A server is down",
    "wrong-room": "A client is in another room",
  } satisfies Record<FaultName, string>,
  looks: {
    "no-adapter":
      "Without an adapter, a server publishes nothing and isn’t subscribed: the other server’s PUBLISH has 1 receiver, and this one never sends a PUBLISH.",
    "different-adapters":
      "With two kinds of adapter, both publish, each PUBLISH has 1 receiver, and one of them is an SPUBLISH.",
    blackhole:
      "With a blackhole, the other server’s PUBLISH has 2 receivers, this one’s own gets no reply, and who ends in an error after 5 s.",
    closed:
      "With a closed cable, that server’s log says ECONNREFUSED, its PUBLISH never leaves, and who on it gets no answer.",
    "not-sticky": "Behind a balancer that isn’t sticky, γ wouldn’t get in: 400 Session ID unknown.",
    "server-down": "If a server were down, its client’s terminal would say that it cannot connect.",
    "wrong-room":
      "A client in another room hears what is for everyone and misses what is for tea: try to tea hi, and look at Pools.",
  } satisfies Record<FaultName, string>,
  where: (name: FaultName, server: ServerName): string => {
    switch (name) {
      case "no-adapter":
        return `It was server ${upper(server)}.`;
      case "blackhole":
      case "closed":
        return `It was the cable of server ${upper(server)}.`;
      case "server-down":
        return `It was server ${upper(server)}.`;
      case "wrong-room":
        return `${server === "a" ? "α" : "β"} was in Tea, with a capital letter.`;
      default:
        return "";
    }
  },
};

export type FaultWords = typeof words;
