// A lab as it is now, as an arrangement: what a link to it carries.

import { type ServerName, serverNames } from "../../../servers/protocol.ts";
import type { PictureState } from "../derive/picture-state.ts";
import type { PanelName } from "../panels/panel-names.ts";
import type { Action, ClientPlace, EntryPoint, Transport } from "../steps/actions.ts";
import type { Arrangement } from "./arrangement.ts";

/** A client of the page. */
export interface OwnClient {
  name: string;
  server: EntryPoint;
  id: string;
  /** The one transport that it may use. */
  only: Transport | undefined;
}

/** @param clients those of this page; others' clients aren't carried. */
export function capture(
  picture: PictureState,
  clients: readonly OwnClient[],
  panel: PanelName,
  run: readonly Action[],
): Arrangement {
  const [a, b] = serverNames.map((name) => sideOf(picture, name)) as [Side, Side];
  return {
    links: { a: a.link, b: b.link },
    servers: { a: a.state, b: b.state },
    cables: { a: a.cable, b: b.cable },
    balancer: { sticky: picture.sticky },
    clients: clients.map((client) => placeOf(client, picture)),
    panel,
    run,
  };
}

type Side = ReturnType<typeof sideOf>;

function sideOf({ servers, cables }: PictureState, name: ServerName) {
  const { link, state } = servers[name];
  const { state: cable, delayMs } = cables[name];
  const isOn = state === "running" || state === "starting";
  return { link, state: isOn ? "running" : "stopped", cable: { state: cable, delayMs } } as const;
}

function placeOf({ name, server, id, only }: OwnClient, { clients }: PictureState): ClientPlace {
  const rooms = clients.get(id)?.rooms ?? [];
  const isUsual = only === undefined || (server === "balanced" && only === "websocket");
  return {
    name,
    server,
    ...(rooms.length > 0 && { rooms: [...rooms] }),
    ...(!isUsual && { transport: only }),
  };
}
