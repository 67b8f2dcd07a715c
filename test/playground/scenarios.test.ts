// Every scenario of the playground on real servers: it is set up and run, and what its sentence says is what happens.
import { describe, expect, test } from "vitest";
import type { ObservationType, Traced } from "../../servers/protocol.ts";
import { completed } from "../../site/lab/arrangement/arrangement.ts";
import { decode } from "../../site/lab/arrangement/decode.ts";
import { addressOf, encode } from "../../site/lab/arrangement/fragment.ts";
import { row } from "../../site/lab/derive/matrix.ts";
import type { Message } from "../../site/lab/derive/messages.ts";
import { runActions } from "../../site/lab/steps/run-actions.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { type ScenarioName, scenarioNames, scenarios } from "../../site/playground/scenarios.ts";
import { labOfTests } from "../lessons/lab-of-tests.ts";
import type { TestLabActions } from "../lessons/test-lab-actions.ts";
import { redisKinds } from "../world.ts";

/** What has become of a scenario by now. */
interface Seen {
  actions: TestLabActions;
  /** The last event of the trace before it was run. */
  since: number;
}

const messageOf = ({ actions, since }: Seen, text: string): Message | undefined =>
  [...actions.derived.messages.values()].findLast(
    (message) => (message.trail[0]?.seq ?? 0) > since && message.text.includes(text),
  );

/** What a message brought each client: "heard", "answered", or why not. */
function brought(seen: Seen, text: string): Record<string, string> {
  const message = messageOf(seen, text);
  if (!message) return {};
  const { cells } = row(message, seen.actions.derived.picture, seen.actions.now);
  return Object.fromEntries(
    [...cells].map(([label, cell]) => [
      label,
      cell.kind === "missing" ? cell.reason.why : cell.kind === "not-expected" ? cell.why : cell.kind,
    ]),
  );
}

function traced<T extends ObservationType>(seen: Seen, text: string, type: T): Traced<T>[] {
  const trail: readonly { type: string }[] = messageOf(seen, text)?.trail ?? [];
  return trail.filter((event): event is Traced<T> => event.type === type);
}

/** What each sentence says, of the trace. */
const comesTrue: Record<ScenarioName, (seen: Seen) => Promise<void> | void> = {
  silence: (seen) => {
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "sender-unlinked" });
    expect(seen.actions.derived.logs.filter(({ stream }) => stream === "err")).toEqual([]);
  },
  "half-deaf": (seen) => {
    const deaf = "sender-unlinked";
    expect(brought(seen, "hi")).toEqual({ α: "heard", γ: "heard", ε: "heard", β: deaf, δ: deaf, ζ: deaf });
  },
  "one-adapter": (seen) => {
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ receivers: 1 }]);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "receiver-unlinked" });
  },
  "both-adapters": (seen) => {
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ receivers: 2 }]);
    expect(traced(seen, "hi", "arrived").filter(({ own }) => own)).toMatchObject([{ server: "a" }]);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "heard" });
  },
  "two-kinds": (seen) => {
    expect(traced(seen, "hi", "published")).toMatchObject([{ command: "PUBLISH", channel: "socket.io#/#" }]);
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ receivers: 1 }]);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "links-differ" });
  },
  "different-keys": (seen) => {
    expect(traced(seen, "hi", "published")).toMatchObject([{ command: "PUBLISH", channel: "socket.io#/#" }]);
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ receivers: 1 }]);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "keys-differ" });
  },
  "one-connection": async (seen) => {
    await expect.poll(() => seen.actions.derived.picture.servers.a.state).toBe("crashed");
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ error: expect.stringMatching(/^ERR/) }]);
    expect(brought(seen, "hi")).not.toContain("heard");
  },
  blackhole: (seen) => {
    expect(traced(seen, "hi", "accepted")).toMatchObject([{ receivers: 2 }]);
    expect(traced(seen, "hi", "dropped")).toMatchObject([{ server: "b", state: "blackhole" }]);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "cable" });
  },
  slow: (seen) => {
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "heard" });
    const [α, β] = traced(seen, "hi", "heard").toSorted((one, two) => one.at - two.at);
    expect(Number(β?.at) - Number(α?.at)).toBeGreaterThan(350);
  },
  late: (seen) => {
    expect(brought(seen, "early")).toEqual({ α: "heard", β: "late" });
    expect(brought(seen, "late")).toEqual({ α: "heard", β: "heard" });
  },
  "not-sticky": async (seen) => {
    expect(seen.actions.client("γ")?.connected).toBe(false);
    const requests = seen.actions.derived.wireEvents.filter((event) => event.type === "routed");
    expect(new Set(requests.map(({ server }) => server)).size).toBe(2);
    expect(requests.some(({ status }) => status === 400)).toBe(true);
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "heard" });
    await seen.actions.setBalancer({ sticky: true });
    seen.actions.client("γ")?.use("polling");
    await expect.poll(() => seen.actions.client("γ")?.connected).toBe(true);
  },
  rooms: (seen) => {
    const out = "not-in-room";
    expect(brought(seen, "hi")).toEqual({ α: "heard", β: "heard", γ: out, δ: out });
    expect(traced(seen, "hi", "published")).toMatchObject([{ channel: "socket.io#/#tea#" }]);
  },
  "server-dies": (seen) => {
    expect(brought(seen, "before")).toEqual({ α: "heard", β: "heard" });
    expect(brought(seen, "while B is down")).toEqual({ α: "heard" });
    expect(brought(seen, "after")).toEqual({ α: "heard", β: "heard" });
  },
  "no-handler": (seen) => {
    expect(traced(seen, "id", "received")).toMatchObject([{ unhandled: true, wantsAck: true }]);
    expect(brought(seen, "id")).toEqual({ α: "not-for-it", β: "not-for-it" });
  },
};

describe.each(redisKinds)("a scenario over $kind Redis", ({ kind, missing }) => {
  const lab = labOfTests(kind, missing);

  test.skipIf(missing).each(scenarioNames)("%s shows what its sentence says", async (name) => {
    const { actions } = lab;
    const scenario = completed(scenarios[name]);
    expect(await setUp(scenario, actions), actions.refused.join("; ")).toBe(true);
    const since = actions.derived.seq;
    expect(await runActions(scenario.run, actions)).toMatchObject({ done: true });
    const sent = scenario.run.filter((action) => "event" in action).length;
    const settled = () =>
      [...actions.derived.messages.values()].filter(
        (message) =>
          (message.trail[0]?.seq ?? 0) > since && row(message, actions.derived.picture, actions.now).settled,
      ).length;
    await expect.poll(settled).toBe(sent);
    await comesTrue[name]({ actions, since });
  });
});

test.each(scenarioNames)("%s fits into a link, and comes out of it as it was", (name) => {
  const scenario = completed(scenarios[name]);
  expect(addressOf(scenario, "https://a-rather-long-name.example.org/zh-cn/playground/")).toHaveProperty(
    "address",
  );
  expect(decode(encode(scenario))).toEqual({ arrangement: scenario });
});
