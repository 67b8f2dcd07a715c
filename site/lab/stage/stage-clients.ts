// Where the clients are in the picture: everyone connected, plus the page's own clients while they aren't.

import type { ServerName } from "../../../servers/protocol.ts";
import { compareNames } from "../../compare-names.ts";
import type { PictureState } from "../derive/picture-state.ts";
import type { EntryPoint } from "../steps/actions.ts";
import type { StageClient } from "./stage-types.ts";

/** A client of the page. */
export interface Own {
  name: string;
  server: EntryPoint;
  id: string;
  connected: boolean;
  refusal: string | undefined;
  formerIds: ReadonlySet<string>;
}

/** @param places clients the page has or will have; @param own those of them that exist. */
export function stageClients(
  { clients }: PictureState,
  places: readonly { name: string; server: EntryPoint }[],
  own: readonly Own[],
): StageClient[] {
  // The page knows about its own clients' losses even if there is no trace of them.
  const lost = new Set(
    own.flatMap(({ id, connected, formerIds }) => (connected ? [...formerIds] : [id, ...formerIds])),
  );
  const shown: StageClient[] = [...clients.values()].map(({ socket, label, server, transport, rooms }) => ({
    key: socket,
    label,
    server,
    connected: !lost.has(socket),
    transport,
    rooms,
    entrance: own.find(({ id }) => id === socket)?.server ?? server,
    refusal: undefined,
  }));
  for (const [index, { name, server: entrance }] of places.entries()) {
    const client = own.find((one) => one.name === name);
    if (client && clients.has(client.id)) continue;
    // No client is shown twice: until the server has the new connection, the old one stands for it.
    if (client && [...client.formerIds].some((id) => clients.has(id))) continue;
    // Before there is a lab, it's drawn as it will be: a balancer assigns clients in turn.
    const connected = client === undefined;
    const dealt: ServerName = index % 2 ? "b" : "a";
    const server = entrance !== "balanced" ? entrance : connected ? dealt : undefined;
    const { refusal } = client ?? {};
    const nobody = { transport: "", rooms: [] };
    shown.push({ key: client?.id || name, label: name, server, entrance, connected, refusal, ...nobody });
  }
  // If the picture is too full, other pages' clients are left out first.
  const names = new Set([...places.map(({ name }) => name), ...own.map(({ id }) => clients.get(id)?.label)]);
  const rank = ({ label }: StageClient) => (names.has(label) ? 0 : 1);
  return shown.sort((one, two) => rank(one) - rank(two) || compareNames(one.label, two.label));
}
