// The state of the lab after an observation: servers, links, cables, connected clients and their rooms.

import type {
  AppState,
  CableState,
  CodeState,
  LabState,
  LinkName,
  ServerName,
  ServerState,
  TraceEvent,
} from "../../../servers/protocol.ts";

export interface Client {
  socket: string;
  /** What the picture calls it: its name, made unique among the clients connected at the same time (`α`, `α′`). */
  label: string;
  server: ServerName;
  transport: string;
  rooms: readonly string[];
}

export interface Server {
  state: ServerState["state"];
  pid: number | null;
  link: LinkName;
  /** When this link took effect, in lab milliseconds. */
  linkAt: number;
  /** It's running but not responding to its lab: it's suspended, or gets no processor. */
  isSilent: boolean;
  /** Which code of the learner's own it runs; null for the lessons' own. */
  code: CodeState | null;
  /** The app of the user's own that it runs; null for the lessons' own. */
  app: AppState | null;
}

export interface PictureState {
  servers: Readonly<Record<ServerName, Server>>;
  cables: Readonly<Record<ServerName, Pick<CableState, "state" | "delayMs">>>;
  redisUp: boolean;
  /** Whether the balancer keeps a client on one server. */
  sticky: boolean;
  /** When observations were last left out because there were too many. */
  skippedAt: number;
  /** By socket id, in the order in which they connected. */
  clients: ReadonlyMap<string, Client>;
  /** The servers, cables and the balancer aren't as the picture says: their states are hidden from the learner. */
  isConcealed?: true;
}

/** For this long after observations were left out, an observation may be the end of something whose start is missing. */
const floodMs = 2_000;

/** Whether observations from the time `at` may have been left out. */
export const isPartial = ({ skippedAt }: PictureState, at: number): boolean => skippedAt + floodMs >= at;

const newServer: Server = {
  state: "starting",
  pid: null,
  link: "none",
  linkAt: 0,
  isSilent: false,
  code: null,
  app: null,
};
const newCable = { state: "up", delayMs: 0 } as const;

export const newPicture: PictureState = {
  servers: { a: newServer, b: newServer },
  cables: { a: newCable, b: newCable },
  redisUp: true,
  sticky: false,
  skippedAt: Number.NEGATIVE_INFINITY,
  clients: new Map(),
};

/** The picture of a lab the gateway reports, before the first event of the trace. */
export function pictureOf(lab: LabState): PictureState {
  const server = ({ state, pid, link, code, app }: ServerState): Server => ({
    state,
    pid,
    link,
    linkAt: 0,
    isSilent: false,
    code,
    app,
  });
  return {
    servers: { a: server(lab.servers.a), b: server(lab.servers.b) },
    cables: { a: lab.cables.a, b: lab.cables.b },
    redisUp: lab.redis.up,
    sticky: lab.balancer.sticky,
    skippedAt: Number.NEGATIVE_INFINITY,
    clients: new Map(),
  };
}

/** The picture after one more event; the same object if the event changes nothing. */
export function nextPicture(picture: PictureState, event: TraceEvent): PictureState {
  switch (event.type) {
    case "server": {
      const { server, state, pid } = event;
      const clients =
        state === "running"
          ? picture.clients
          : without(picture.clients, (client) => client.server === server);
      return { ...withServer(picture, server, { state, pid, isSilent: false }), clients };
    }
    case "silence":
      return withServer(picture, event.server, { isSilent: event.isSilent });
    case "code":
      return withServer(picture, event.server, { code: event.code });
    case "app":
      return withServer(picture, event.server, { app: event.app });
    case "link":
      return withServer(picture, event.server, { link: event.link, linkAt: event.at });
    case "cable": {
      const { server, state, delayMs } = event;
      return { ...picture, cables: { ...picture.cables, [server]: { state, delayMs } } };
    }
    case "redis":
      return { ...picture, redisUp: event.up };
    case "balancer":
      return { ...picture, sticky: event.sticky };
    case "skipped":
      return { ...picture, skippedAt: event.at };
    case "connected": {
      const { socket, server, transport } = event;
      const others = without(picture.clients, (client) => client.socket === socket);
      const label = unique(event.client || socket.slice(0, 4), others);
      return { ...picture, clients: others.set(socket, { socket, label, server, transport, rooms: [] }) };
    }
    case "upgraded":
      return withClient(picture, event.socket, (client) => ({ ...client, transport: event.transport }));
    case "disconnected":
      return picture.clients.has(event.socket)
        ? { ...picture, clients: without(picture.clients, ({ socket }) => socket === event.socket) }
        : picture;
    case "joined":
      // Every socket is alone in a room named after its id; the picture doesn't show that.
      if (event.room === event.socket) return picture;
      return withClient(picture, event.socket, (client) => ({
        ...client,
        rooms: [...client.rooms.filter((room) => room !== event.room), event.room],
      }));
    case "left":
      return withClient(picture, event.socket, (client) => ({
        ...client,
        rooms: client.rooms.filter((room) => room !== event.room),
      }));
    default:
      return picture;
  }
}

function withServer(picture: PictureState, name: ServerName, change: Partial<Server>): PictureState {
  return { ...picture, servers: { ...picture.servers, [name]: { ...picture.servers[name], ...change } } };
}

function withClient(picture: PictureState, socket: string, change: (client: Client) => Client): PictureState {
  const client = picture.clients.get(socket);
  if (!client) return picture;
  return { ...picture, clients: new Map(picture.clients).set(socket, change(client)) };
}

function without(clients: PictureState["clients"], gone: (client: Client) => boolean): Map<string, Client> {
  return new Map([...clients].filter(([, client]) => !gone(client)));
}

function unique(name: string, clients: PictureState["clients"]): string {
  const taken = new Set([...clients.values()].map(({ label }) => label));
  let label = name;
  while (taken.has(label)) label += "′";
  return label;
}
