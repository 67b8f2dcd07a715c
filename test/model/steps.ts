import { type CableState, type LinkName, type ServerName, serverNames } from "../../servers/protocol.ts";
import fc from "../random.ts";

export const clientNames = ["α", "β", "γ", "δ"] as const;
export type ClientName = (typeof clientNames)[number];
/** α and β are on A, γ and δ on B. */
export const serverOf = (name: ClientName): ServerName => (name === "α" || name === "β" ? "a" : "b");

const rooms = ["tea", "milk"] as const;

export type Step =
  | { do: "say"; who: ClientName }
  | { do: "say in"; who: ClientName; room: string }
  | { do: "join" | "leave"; who: ClientName; room: string }
  /** Loses its connection, misses what the other one says, and comes back. */
  | { do: "miss"; who: ClientName; speaker: ClientName }
  | { do: "link"; server: ServerName; link: LinkName }
  | { do: "cable"; server: ServerName; state: CableState["state"]; delayMs: number }
  /** Its process is suspended while these send, to the room if there is one; `isLong`: until the lab calls it silent. */
  | { do: "suspend"; server: ServerName; speakers: readonly ClientName[]; room?: string; isLong: boolean }
  | { do: "kill" | "start"; server: ServerName };

/**
 * Found on a busy machine: B hasn't reported yet that δ joined when A reports what α sends to the room, so the matrix doesn't
 * expect δ to hear it.
 */
export const unreportedJoin: Step[] = [
  { do: "link", server: "a", link: "bridge" },
  { do: "cable", server: "a", state: "up", delayMs: 15 },
  { do: "link", server: "b", link: "adapter" },
  { do: "join", who: "α", room: "tea" },
  { do: "join", who: "δ", room: "tea" },
  { do: "suspend", server: "b", speakers: ["α"], room: "tea", isLong: true },
];

/** Any sequence; `links` are those this Redis supports. */
export function steps(links: readonly LinkName[], maxLength: number): fc.Arbitrary<Step[]> {
  const who = fc.constantFrom(...clientNames);
  const server = fc.constantFrom(...serverNames);
  const room = fc.constantFrom(...rooms);
  const state = fc.constantFrom<CableState["state"]>("up", "up", "close", "reset", "blackhole");
  const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("say"), who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("say in"), who, room }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("join"), who, room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("leave"), who, room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("miss"), who, speaker: who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("link"), server, link: fc.constantFrom(...links) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("cable"), server, state, delayMs: fc.constantFrom(0, 0, 15) }),
    },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          do: fc.constant("suspend"),
          server,
          speakers: fc.array(who, { minLength: 1, maxLength: 3 }),
          room,
          isLong: fc.boolean(),
        },
        { requiredKeys: ["do", "server", "speakers", "isLong"] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("kill"), server }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("start"), server }) },
  );
  return fc.array(step, { minLength: maxLength, maxLength });
}
