// Stock clients and curl instead of the page: sets up and runs a lesson's steps against real servers, without a browser.
import { io, type Socket } from "socket.io-client";
import { describe } from "../../servers/describe.ts";
import type { LabState, ReportEvents, ServerName, TraceEvent, WatchEvents } from "../../servers/protocol.ts";
import { type Derived, derive, emptyDerived } from "../../site/lab/derive/messages.ts";
import { pictureOf } from "../../site/lab/derive/picture-state.ts";
import { reasonOf } from "../../site/lab/live/end-session.ts";
import { until } from "../../site/lab/live/until.ts";
import { isAcknowledged } from "../../site/lab/prompt/command-line.ts";
import type { PageNote } from "../../site/lab/recorded/recording.ts";
import type { ClientActions, ClientPlace, LabActions, Transport } from "../../site/lab/steps/actions.ts";
import type { TestLab, World } from "../world.ts";

export interface TestLabActions extends LabActions {
  /** What the lab or the gateway refused, with its message. */
  refused: string[];
  close: () => void;
}

const inWithinMs = 10_000;

/** Watches a lab and keeps clients in it, as the page does. `note` gets what the page sees besides the trace. */
export async function openLabActions(
  world: Pick<World, "url" | "call">,
  lab: Pick<TestLab, "id" | "token">,
  note: (note: PageNote) => void = () => {},
): Promise<TestLabActions> {
  const state = (await world.call("GET", `/api/labs/${lab.id}`)).body as LabState;
  let derived: Derived = emptyDerived(pictureOf(state));
  let isSubscribed = false;
  let answers = 0;
  /** The lab's clock minus ours. */
  let offset = 0;
  const refused: string[] = [];

  const watch: Socket<WatchEvents, ReportEvents> = io(world.url, {
    path: "/watch/socket.io/",
    // Called at each connection: events from before a lost connection aren't sent twice.
    auth: (give) => give({ lab: lab.id, after: derived.seq, token: lab.token }),
    forceNew: true,
    transports: ["websocket"],
  });
  watch.on("trace", (events: TraceEvent[]) => {
    derived = derive(derived, events);
  });
  const labTime = () => performance.now() + offset;
  watch.on("redis", (lines) => {
    answers += 1;
    note({ at: labTime(), is: "said", lines });
  });
  await new Promise<void>((resolve) => watch.once("connect", resolve));
  offset = (await watch.timeout(2000).emitWithAck("clock")) - performance.now();

  const path = (server: ClientPlace["server"]) => `/labs/${lab.id}/${server}/socket.io/`;
  const report = (type: "sent" | "heard", socket: string, event: string, args: unknown[]) =>
    watch.emit("report", [{ type, socket, event, text: describe(args), at: labTime() }]);

  async function change(method: string, subPath: string, body?: unknown): Promise<boolean> {
    const { status, body: answer } = await world.call(method, `/api/labs/${lab.id}${subPath}`, {
      token: lab.token,
      body,
    });
    if (status >= 300) refused.push(String(answer?.error?.message ?? status));
    return status < 300;
  }

  const clients = placedClients(
    ({ name, server, transport }) =>
      openTestClient(world.url, path(server), name, server, transport, { report, note, labTime }),
    (client) => client.refusal !== undefined || (client.connected && derived.picture.clients.has(client.id)),
  );

  const result: TestLabActions = {
    refused,
    get derived() {
      return derived;
    },
    get now() {
      return labTime();
    },
    get isSubscribed() {
      return isSubscribed;
    },
    client: clients.find,
    placeClients: clients.place,
    setLink: (server, link) => change("PATCH", `/servers/${server}`, { link }),
    kill: (server: ServerName) => change("POST", `/servers/${server}/kill`),
    stop: (server: ServerName) => change("POST", `/servers/${server}/stop`),
    start: (server: ServerName) => change("POST", `/servers/${server}/start`),
    setCable: (server, cable) => change("PATCH", `/cables/${server}`, cable),
    setBalancer: (balancer) => change("PATCH", "/balancer", balancer),
    runCode: (files) => change("PATCH", "/code", { files }),
    resetCode: () => change("DELETE", "/code"),
    async redis(line) {
      if (/^\s*[ps]?subscribe\s/i.test(line)) isSubscribed = true;
      const before = answers;
      note({ at: labTime(), is: "typed", line });
      watch.emit("redis", line);
      return until(() => answers > before, inWithinMs);
    },
    async unsubscribe() {
      if (!isSubscribed) return true;
      isSubscribed = false;
      watch.emit("redis", "PUNSUBSCRIBE");
      return result.redis("UNSUBSCRIBE");
    },
    until,
    close() {
      clients.close();
      watch.disconnect();
    },
  };
  await until(() => derived.seq > 0, inWithinMs);
  return result;
}

interface TestClient extends ClientActions {
  close: () => void;
}

/** The clients of a lab, opened and closed so that they stand where a step wants them. */
function placedClients(open: (place: ClientPlace) => TestClient, isIn: (client: TestClient) => boolean) {
  let clients: TestClient[] = [];
  return {
    find: (name: string) => clients.find((one) => one.name === name),
    async place(places: readonly ClientPlace[]): Promise<void> {
      const kept = clients.filter((client) =>
        places.some(
          ({ name, server }) => name === client.name && server === client.server && server !== "balanced",
        ),
      );
      for (const client of clients) if (!kept.includes(client)) client.close();
      clients = kept;
      for (const place of places) {
        const known = kept.find((client) => client.name === place.name);
        if (known && !known.connected) known.renew();
        if (known) continue;
        const isBalanced = place.server === "balanced";
        const client = open(isBalanced ? { transport: "websocket", ...place } : place);
        clients = [...clients, client];
        if (isBalanced) await until(() => isIn(client), inWithinMs);
      }
      await until(() => clients.every(isIn), inWithinMs);
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}

interface Observer {
  report: (type: "sent" | "heard", socket: string, event: string, args: unknown[]) => void;
  note: (note: PageNote) => void;
  labTime: () => number;
}

/** One stock client, which reports what it sent and heard as the page's clients do. */
function openTestClient(
  url: string,
  path: string,
  name: string,
  server: ClientActions["server"],
  first: Transport | undefined,
  { report, note, labTime }: Observer,
): TestClient {
  let refusal: string | undefined;
  let id = "";
  const listeners = new Set<(event: string, args: readonly unknown[]) => void>();
  let socket = open(first);

  function open(only: Transport | undefined): Socket {
    const opened = io(url, {
      path,
      auth: { name, reports: true },
      forceNew: true,
      withCredentials: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
      ...(only && { transports: [only] }),
    });
    opened.on("connect", () => {
      if (refusal !== undefined) note({ at: labTime(), is: "let-in", client: name });
      refusal = undefined;
      id = opened.id ?? "";
    });
    opened.on("connect_error", (error) => {
      const why = reasonOf(error);
      if (refusal !== why) note({ at: labTime(), is: "refused", client: name, why });
      refusal = why;
    });
    opened.on("question", (answer: (said: string) => void) => answer(name));
    opened.onAny((event: string, ...args: unknown[]) => {
      for (const listener of listeners) listener(event, args);
      const data = args.filter((arg) => typeof arg !== "function");
      report("heard", id, event, data);
    });
    opened.onAnyOutgoing((event: string, ...args: unknown[]) => report("sent", id, event, args));
    return opened;
  }

  function reconnect() {
    refusal = undefined;
    socket.io.reconnection(true);
    if (!socket.connected && socket.io._readyState !== "closed") return; // an attempt is under way
    socket.disconnect();
    socket.connect();
  }

  return {
    name,
    server,
    get id() {
      return id;
    },
    get connected() {
      return socket.connected;
    },
    get refusal() {
      return refusal;
    },
    emit(event, args, ack) {
      if (ack || isAcknowledged(event)) socket.timeout(8_000).emit(event, ...args, () => {});
      else socket.emit(event, ...args);
    },
    onHeard(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emitQuietly: (event, args) => void socket.emit(event, ...args),
    connect: reconnect,
    leave: () => void socket.disconnect(),
    renew() {
      socket.sendBuffer = [];
      reconnect();
    },
    drop() {
      socket.io.reconnection(false);
      socket.io.engine.close();
    },
    disconnect: () => void socket.disconnect(),
    use(transport) {
      socket.disconnect();
      refusal = undefined;
      socket = open(transport);
    },
    close: () => void socket.disconnect(),
  };
}
