// The words of the puzzle in lesson 13 in English.
import type { ServerName } from "../../../../servers/protocol.ts";
import type { FaultName } from "../faults.ts";

const upper = (server: ServerName) => server.toUpperCase();

export const words = {
  about:
    "Here the lab breaks one thing at random and hides it, and you find out which with the tools of this course. It needs JavaScript.",
  title: "Find the fault",
  ought: "This is how it ought to be:",
  oughts: [
    "A and B run, both with the Redis adapter, and their cables are up.",
    "The balancer is sticky.",
    "α is on A, β on B. γ comes through the balancer, with long-polling.",
    "All three are in the room tea.",
  ],
  one: "One of these is not so.",
  begin: "Break something",
  breaking: "Breaking something …",
  what: "What is it?",
  answer: "That is it",
  giveUp: "Show me",
  another: "Another one",
  mend: "Mend it",
  mending: "Mending …",
  mended: "Mended. Send again, and see that everybody hears.",
  right: "Right.",
  wrong: (looks: string): string => `No. ${looks} Look again.`,
  shown: (name: string) => `It was: ${name}.`,
  interrupted: "The lab was set up for something else meanwhile. Break it anew.",
  failed: "The lab did not get there. Try once more.",
  found: (count: number, tries: number) =>
    `Found: ${count}. ${tries === 1 ? "Last one at the first try." : `Last one after ${tries} tries.`}`,
  faults: {
    "no-adapter": "One server has no adapter",
    "different-adapters": "A has the Redis adapter, B the sharded one",
    blackhole: "A cable is a black hole",
    closed: "A cable is closed",
    "not-sticky": "The balancer is not sticky",
    "server-down": "A server is down",
    "wrong-room": "A client is in another room",
  } satisfies Record<FaultName, string>,
  looks: {
    "no-adapter":
      "Without an adapter a server publishes nothing and is not subscribed: the other one’s PUBLISH has 1 receiver, and its own never comes.",
    "different-adapters":
      "With two kinds of adapter both publish, each PUBLISH has 1 receiver, and one of them is an SPUBLISH.",
    blackhole:
      "With a black hole the PUBLISH of the other server has 2 receivers, its own gets no answer, and who ends in an error after 5 s.",
    closed:
      "With a closed cable that server’s log says ECONNREFUSED, its PUBLISH does not leave, and who on it gets no answer.",
    "not-sticky": "Behind a balancer that is not sticky γ would not get in: 400 Session ID unknown.",
    "server-down": "Were a server down, its client’s terminal would say that it cannot connect.",
    "wrong-room":
      "In another room a client hears what is for everybody, and misses what is for tea: to tea hi, and look at Pools.",
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
