// English for the playground: its scenarios, what is sent, and what is taken home.

import type { LongPart } from "../../lab/arrangement/fragment.ts";
import type { AddressProblem } from "../playground.svelte.ts";
import type { ScenarioName } from "../scenarios.ts";

export const words = {
  title: "Playground",
  about: "Two real servers, one Redis, every switch. Press Run, then change something.",
  scenarios: "Scenarios",
  /** A scenario that came in a link, or was changed. */
  own: "From a link",
  ownLook: "The person who sent you this link set the lab up like this. Press Run.",
  changeScenario: "Choose another scenario",

  scenario: {
    silence: {
      title: "The silence",
      look: "α hears its own message. β, on B, hears nothing, and no log, error or acknowledgement says so.",
    },
    "half-deaf": {
      title: "Half the room is deaf",
      look: "The balancer deals six clients to A and B in turn. The clients on the sender’s server hear it, the other three don’t.",
    },
    "one-adapter": {
      title: "Only one adapter",
      look: "A publishes, and Redis counts 1 receiver: A itself. B isn’t subscribed, so β hears nothing.",
    },
    "both-adapters": {
      title: "Both adapters",
      look: "Redis counts 2 receivers. A ignores its own message when it comes back, B passes it on, and β hears it.",
    },
    "two-kinds": {
      title: "Two different adapters",
      look: "A has the Redis adapter, B the sharded one. They use different channels: Redis counts 1 receiver, and β hears nothing.",
    },
    "different-keys": {
      title: "Different keys",
      look: "Both have the Redis adapter, A with the key socket.io, B with chat. Their channels have different names: Redis counts 1 receiver, and β hears nothing.",
    },
    "one-connection": {
      title: "One connection for both",
      look: "The bridge as it’s usually printed: the connection that has subscribed also publishes. Redis refuses that, and A crashes.",
    },
    blackhole: {
      title: "A black hole",
      look: "Redis counts 2 receivers and is content. B’s cable swallows the message: β hears nothing, and there is no error.",
    },
    slow: {
      title: "A slow cable",
      look: "α hears it at once, β 400 ms later: the delay is on B’s cable alone.",
    },
    late: {
      title: "The late subscriber",
      look: "B’s adapter is switched on between two messages. β never hears the first: Pub/Sub keeps nothing.",
    },
    "not-sticky": {
      title: "Not sticky",
      look: "γ uses long-polling through the balancer. Its requests go to A and B in turn, one of them returns 400, and γ stays out. Make the balancer sticky, and γ gets in.",
    },
    rooms: {
      title: "A room across servers",
      look: "α and β are in tea, on different servers. Both hear what is sent to tea; γ and δ, on the same servers, don’t.",
    },
    "server-dies": {
      title: "A server dies",
      look: "B is killed between two messages and started again. β reconnects by itself, and never hears what was said while B was down.",
    },
    "no-handler": {
      title: "An event without a handler",
      look: "α emits order and asks for an acknowledgement. The server has no handler for order: nothing happens, and the acknowledgement never comes.",
    },
  } satisfies Record<ScenarioName, { title: string; look: string }>,

  run: {
    heading: "Run",
    run: "Run",
    setUpAndRun: "Set up and run",
    running: "Running …",
    settingUp: "Setting up …",
    startOver: "Start over",
    nothing: "Nothing to run. Write a message next to the picture and press “Add to Run”.",
    remove: (step: string) => `Remove: ${step}`,
    stopped: (step: number) => `Stopped at step ${step}: it didn’t work. The lab says why.`,
    nobody: (step: number, client: string) => `Stopped at step ${step}: there is no client ${client}.`,
    notReady: "The lab isn’t ready. Press Run again in a moment.",
  },

  send: {
    label: "Send an event",
    from: "from",
    event: "event",
    args: "arguments, as JSON",
    ack: "with ack",
    ackAbout: "Ask for an acknowledgement",
    send: "Send",
    add: "Add to Run",
  },

  clients: {
    heading: "Clients",
    add: { a: "on A", b: "on B", balanced: "balanced" },
    addAbout: {
      a: "Add a client on server A",
      b: "Add a client on server B",
      balanced: "Add a client behind the balancer",
    },
    all: "Eight is the most.",
    hint: "Click one in the picture for its rooms, transport and name.",
  },

  share: {
    heading: "Take it with you",
    link: "Copy link",
    text: "Copy as text",
    svg: "Save SVG",
    png: "Save PNG",
    linkCopied: "Link copied. It opens this lab, set up like this.",
    textCopied: "Copied as Markdown: who heard the last message, its way, and the versions.",
    saved: (file: string) => `Saved as ${file}.`,
    byHand: "Your browser doesn’t let the page copy. Copy it from here:",
    nothing: "Nothing has been sent yet. Run something first.",
    failed: "That didn’t work. Try again.",
    tooLong: (length: number, heavy: LongPart): string =>
      `The link would have ${length} characters, and 2,000 is the limit. ${
        heavy === "run" ? "Shorten or remove messages in Run." : "Shorten names and rooms, or remove clients."
      }`,
    unsafe:
      "A link carries only plain names. Rename clients and rooms that contain <, > or invisible characters.",
    invalid: (where: string) => `This lab doesn’t fit into a link: check ${where}.`,
  },

  problem: (problem: AddressProblem): string => {
    switch (problem.what) {
      case "unread":
        return "The link couldn’t be read, because a part of this page didn’t arrive. Reload the page.";
      case "foreign":
        return "What follows the # in this address isn’t a lab, so this is a plain playground.";
      case "too-long":
        return `This link has ${problem.length} characters after its #; a lab has at most 2,000. This is a plain playground instead.`;
      case "too-new":
        return `This link was made by a newer Crosstalk (format ${problem.version}; this one reads 1). This is a plain playground instead.`;
      case "broken":
        return "This link is incomplete or was changed on its way. Ask for it again; this is a plain playground instead.";
      case "unsafe":
        return "A name in this link contains markup or invisible characters, so it wasn’t opened. This is a plain playground instead.";
      case "invalid":
        return `This link asks for something that a lab doesn’t have${problem.where ? ` (${problem.where})` : ""}. This is a plain playground instead.`;
    }
  },
  dismiss: "Dismiss",

  text: {
    client: "client",
    on: "on",
    transport: "transport",
    outcome: "outcome",
    at: "after",
    what: "what was observed",
    server: "server",
    link: "link",
    cable: "cable to Redis",
    balanced: "through the balancer",
    openLab: "The same lab, live",
  },
};

export type PlaygroundWords = typeof words;
