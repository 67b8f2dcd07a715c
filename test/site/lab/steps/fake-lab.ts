// LabActions that only write down what they were asked to do.

import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { lineOf } from "../../../../site/lab/prompt/command-line.ts";
import type { ClientActions, LabActions } from "../../../../site/lab/steps/actions.ts";
import { delivered, joined, link, received, sent, trace } from "../build-trace.ts";

/** LabActions of a lab that does everything at once and says so in its trace; `later` happens during a wait. */
export function fakeLab(start: Observation[], later: Observation[] = []) {
  let derived = derive(emptyDerived(), trace(start));
  const did: string[] = [];
  const happen = (...observations: Observation[]) => {
    const next = trace(observations).map((event) => ({
      ...event,
      seq: event.seq + derived.seq,
      at: derived.at + 1,
    }));
    derived = derive(derived, next);
    return true;
  };
  const note = (what: string, ...observations: Observation[]) => {
    did.push(what);
    return Promise.resolve(happen(...observations));
  };
  const client = (name: string, server: "a" | "b"): ClientActions => ({
    name,
    server,
    id: `${name}-id`,
    connected: true,
    refusal: undefined,
    emit: (event, args) => {
      const room = event === "room:join" ? [joined(name, server, String(args[0]))] : [];
      void note(
        `${name} ${lineOf(event, args)}`,
        sent(name, server, "m1"),
        received(name, server, "m1"),
        delivered("a", ["α"]),
        delivered("b", ["β"]),
        ...room,
      );
    },
    onHeard: () => () => {},
    emitQuietly: () => {},
    connect: () => void note(`${name} connect`),
    disconnect: () =>
      void note(`${name} disconnect`, {
        type: "disconnected",
        server,
        socket: `${name}-id`,
        client: name,
        reason: "",
      }),
    drop: () =>
      void note(`${name} drop`, {
        type: "disconnected",
        server,
        socket: `${name}-id`,
        client: name,
        reason: "transport close",
      }),
    leave: () => {},
    renew: () => {},
    use: (transport) => void note(`${name} transport ${transport}`),
  });
  const lab: LabActions = {
    get derived() {
      return derived;
    },
    now: 60_000,
    isSubscribed: false,
    unsubscribe: async () => true,
    client: (name) => (name === "α" ? client(name, "a") : name === "β" ? client(name, "b") : undefined),
    placeClients: async () => {},
    setLink: (server, name) => note(`${server} ${name}`, link(server, name)),
    kill: (server) => note(`kill ${server}`, { type: "server", server, state: "stopped", pid: null }),
    stop: (server) => note(`stop ${server}`, { type: "server", server, state: "stopped", pid: null }),
    start: async () => false,
    setCable: (server, { state = "up", delayMs = 0 }) =>
      note(`cable ${server} ${state} ${delayMs}`, { type: "cable", server, state, delayMs }),
    setBalancer: ({ sticky }) => note(`sticky ${sticky}`, { type: "balancer", sticky }),
    runCode: (files) => note(`run ${Object.keys(files).join(", ")}`),
    resetCode: () =>
      note(
        "reset code",
        { type: "code", server: "a", code: null },
        { type: "code", server: "b", code: null },
      ),
    redis: (line) => note(`redis ${line}`),
    async until(condition) {
      while (!condition()) {
        const next = later.shift();
        if (!next) return false;
        await note(next.type, next);
      }
      return true;
    },
  };
  return { lab, did };
}
