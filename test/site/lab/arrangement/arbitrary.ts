// Random arrangements: everything a link can carry.
import { cableStates, linkNames, maxDelayMs, serverNames } from "../../../../servers/protocol.ts";
import { type Arrangement, completed, maxClients } from "../../../../site/lab/arrangement/arrangement.ts";
import { panelNames } from "../../../../site/lab/panels/panel-names.ts";
import { isReserved } from "../../../../site/lab/prompt/command.ts";
import type { Action, ClientPlace } from "../../../../site/lab/steps/actions.ts";
import { visible } from "../../../../site/visible-text.ts";
import fc from "../../../random.ts";

const isPlain = (text: string) => text.trim() === text && visible(text) === text && !/[<>]/.test(text);
const label = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength, unit: "binary" }),
      fc.constantFrom("α", "β", "tea", "茶", "a&b", "“x”", "👩‍🔬"),
    )
    .filter((text) => text.length <= maxLength && isPlain(text));

/** JSON as `JSON.parse` returns it. */
const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const server = fc.constantFrom(...serverNames);
const cable = {
  state: fc.constantFrom(...cableStates),
  delayMs: fc.integer({ min: 0, max: maxDelayMs }),
} as const;
const link = fc.constantFrom(...linkNames);
const balancer = fc.record({ sticky: fc.boolean() });
const transport = fc.constantFrom("polling" as const, "websocket" as const);

const place: fc.Arbitrary<ClientPlace> = fc.record(
  {
    name: label(24),
    server: fc.constantFrom("a" as const, "b" as const, "balanced" as const),
    rooms: fc.array(label(100), { maxLength: 3 }),
    transport,
  },
  { requiredKeys: ["name", "server"] },
);

function ofClient(client: fc.Arbitrary<string>): fc.Arbitrary<Action>[] {
  return [
    fc.record(
      {
        client,
        event: fc
          .string({ minLength: 1, maxLength: 100 })
          .filter((name) => /^\S+$/.test(name) && !isReserved(name)),
        args: fc.array(json, { maxLength: 3 }),
        ack: fc.boolean(),
      },
      { requiredKeys: ["client", "event"] },
    ),
    fc.record({ client, do: fc.constantFrom("join", "leave"), room: label(100) }),
    fc.record({ client, do: fc.constantFrom("disconnect", "drop", "connect") }),
    fc.record({ client, transport }),
  ];
}

const actionOf = (names: readonly string[]): fc.Arbitrary<Action> => {
  const client = names.length > 0 ? fc.constantFrom(...names) : undefined;
  return fc.oneof(
    ...(client ? ofClient(client) : []),
    fc.record({ server, link }),
    fc.record({ server, do: fc.constantFrom("kill", "stop", "start") }),
    fc.record({ cable: server, ...cable }),
    fc.record({ balancer }),
    fc.record({ redis: fc.string({ minLength: 1, maxLength: 100 }) }),
  );
};
export const arrangement: fc.Arbitrary<Arrangement> = fc
  .uniqueArray(place, { maxLength: maxClients, selector: ({ name }) => name })
  .chain((clients) =>
    fc.record(
      {
        clients: fc.constant(clients),
        links: fc.record({ a: link, b: link }),
        servers: fc.record({
          a: fc.constantFrom("running", "stopped"),
          b: fc.constantFrom("running", "stopped"),
        }),
        cables: fc.record({ a: fc.record(cable), b: fc.record(cable) }),
        balancer,
        panel: fc.constantFrom(...panelNames),
        run: fc.array(actionOf(clients.map(({ name }) => name)), { maxLength: 6 }),
      },
      { requiredKeys: ["clients"] },
    ),
  )
  .map(completed);

/**
 * Random arrangements that a lab over a real Redis can be brought into, and that are all to be seen in it: any client that is kept
 * out is in no room.
 */
export const buildable: fc.Arbitrary<Arrangement> = arrangement.map((one) => {
  const { servers, balancer } = one;
  const isWhole = servers.a === "running" && servers.b === "running";
  const clients = one.clients.flatMap(({ name, server, rooms = [], transport }): ClientPlace[] => {
    const isBalanced = server === "balanced";
    if (isBalanced && !isWhole) return [];
    const isIn = isBalanced ? balancer.sticky || transport !== "polling" : servers[server] === "running";
    const isUsual = isBalanced && transport === "websocket";
    return [
      {
        name,
        server,
        ...(isIn && rooms.length > 0 && { rooms: [...new Set(rooms)] }),
        ...(transport && !isUsual && { transport }),
      },
    ];
  });
  const cable = ({ state, delayMs }: Arrangement["cables"]["a"]) => ({ state, delayMs: delayMs % 100 });
  const run = one.run.filter(
    (action) => !("client" in action) || clients.some(({ name }) => name === action.client),
  );
  return { ...one, clients, run, cables: { a: cable(one.cables.a), b: cable(one.cables.b) } };
});
