// The one lab of the page, shared by all panels: it opens or finds it, watches it, keeps its clients and asks for changes.
//
//   panels ──want──▶ lab ──HTTP──▶ gateway
//   panels ◀──derived── trace ◀──Socket.IO── gateway

import {
  type LabState,
  type LinkName,
  type RedisState,
  type ServerName,
  serverNames,
  type TraceEvent,
} from "../../servers/protocol.ts";
import { ApiFailure, api, type LabKey } from "./api.ts";
import { type Client, createClient } from "./client.svelte.ts";
import { settlesAt } from "./derive/matrix.ts";
import { type Derived, derive, nothingYet } from "./derive/messages.ts";
import { pictureOf } from "./derive/state.ts";
import { forget, keep, recall } from "./keep.ts";
import { createRedisConsole } from "./redis-console.svelte.ts";
import { type Watch, watch } from "./watch.ts";

interface ClientPlace {
  name: string;
  server: ServerName;
}

/** A state that a step assumes. What it leaves out is: servers running, cables up, no delay, nobody in a room. */
export interface Target {
  links?: Partial<Record<ServerName, LinkName>> | undefined;
  clients?: readonly ClientPlace[] | undefined;
  cables?:
    | Partial<Record<ServerName, { state?: "up" | "close" | "reset" | "blackhole"; delayMs?: number }>>
    | undefined;
  servers?: Partial<Record<ServerName, "running" | "stopped">> | undefined;
}

type Phase =
  | { is: "idle" }
  | { is: "opening" }
  | { is: "live" }
  /** The gateway does not answer; the page keeps trying. */
  | { is: "away" }
  /** All labs are taken; the page keeps trying. */
  | { is: "full"; message: string };

export type Notice = { number: number } & (
  | { says: "replaced" | "back" | "offline" | "not-ready" }
  | { says: "refused"; message: string }
);

interface Switching {
  to: LinkName;
  /** Set once it is in force: how long that took, as the page saw it. */
  ms?: number;
}

const retryMs = 1_500;
const setUpWithinMs = 6_000;
const readyWithinMs = 10_000;
const isKey = (value: unknown): value is LabKey =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "token" in value &&
  typeof value.token === "string";

const isText = (value: unknown): value is string => typeof value === "string";

export const lab = createLab();

function createLab() {
  let phase = $state.raw<Phase>({ is: "idle" });
  let derived = $state.raw<Derived>(nothingYet());
  let now = $state(0);
  let redis = $state.raw<RedisState | undefined>();
  let redisShown = $state(true);
  let clients = $state.raw<readonly Client[]>([]);
  let notices = $state.raw<readonly Notice[]>([]);
  let switching = $state.raw<Partial<Record<ServerName, Switching>>>({});

  let lesson = "";
  let key: LabKey | undefined;
  let state: LabState | undefined;
  let watching: Watch | undefined;
  let opening: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wanted: Target = {};
  let noticed = 0;
  let isSetUp = false;
  const redisConsole = createRedisConsole((line) => watching?.typeRedis(line) ?? false);

  // ── Opening, and opening again ──────────────────────────────────────────────────────────────────────

  /**
   * Finds the lab of this browser or opens one. `target` is where the lesson starts; links it leaves out stay, and
   * all of them do when the same lesson is only loaded again, or in a second tab.
   * A lesson whose picture has no Redis in it has no word for an adapter either.
   */
  function start(opened: string, target: Target, showsRedis: boolean): void {
    if (phase.is !== "idle") return;
    redisShown = showsRedis;
    lesson = opened;
    wanted = target;
    void open();
  }

  function open(): Promise<void> {
    opening ??= openOnce().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  async function openOnce() {
    clearTimeout(retry);
    const wasAway = phase.is === "away";
    if (phase.is === "idle") phase = { is: "opening" };
    try {
      const known = key ?? recall("lab", isKey);
      const found = known ? await find(known) : undefined;
      const replaced = known !== undefined && found === undefined;
      if (found && known) {
        if (recall("lesson", isText) === `${known.id} ${lesson}`) wanted = { ...wanted, links: undefined };
        become(known, found, known.id === state?.id);
        if (wasAway) notice({ says: "back" });
      } else {
        const opened = await api.open();
        const fresh = { id: opened.id, token: opened.token };
        keep("lab", fresh);
        become(fresh, opened, false);
        if (replaced) notice({ says: "replaced" });
      }
      keep("lesson", `${key?.id} ${lesson}`);
      phase = { is: "live" };
      // A lab that was only out of reach for a while stays as the learner had it.
      if (!isSetUp) isSetUp = await setUp(wanted);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      phase = error.code === "capacity" ? { is: "full", message: error.message } : { is: "away" };
      clearTimeout(retry);
      retry = setTimeout(open, retryMs);
    }
  }

  async function find(known: LabKey): Promise<LabState | undefined> {
    try {
      return await api.find(known.id);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== "not_found") throw error;
      forget("lab");
      return undefined;
    }
  }

  function become(found: LabKey, foundState: LabState, isSame: boolean) {
    key = found;
    state = foundState;
    redis = foundState.redis;
    if (isSame) return;
    watching?.close();
    for (const client of clients) client.close();
    clients = [];
    inbox = [];
    derived = nothingYet(pictureOf(foundState));
    isSetUp = false;
    redisConsole.anew();
    watching = watch(found, {
      after: () => derived.seq,
      trace: take,
      redis: redisConsole.said,
      refused: redisConsole.refused,
      gone: () => void open(),
      up: onConnection,
    });
  }

  /** A connection that comes back alone says nothing: the gateway may be another one, so `open` asks. */
  function onConnection(isUp: boolean) {
    if (isUp || (phase.is !== "live" && phase.is !== "away")) return;
    if (phase.is === "live") redisConsole.anew();
    phase = { is: "away" };
    clearTimeout(retry);
    retry = setTimeout(open, retryMs);
  }

  // ── The trace ───────────────────────────────────────────────────────────────────────────────────────

  let inbox: TraceEvent[] = [];
  let frame: number | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  /** However many batches arrive, the panels are drawn once a frame. */
  function take(events: TraceEvent[]) {
    inbox.push(...events);
    if (frame !== undefined) return;
    // A hidden tab has no frames, but its log and its checks have to go on.
    if (document.hidden) frame = window.setTimeout(absorb, 100);
    else frame = requestAnimationFrame(absorb);
  }

  function absorb() {
    frame = undefined;
    const events = inbox;
    inbox = [];
    const before = derived;
    derived = derive(before, events);
    for (const server of serverNames) confirm(server);
    if (redis && redis.up !== derived.picture.redisUp) redis = { ...redis, up: derived.picture.redisUp };
    tick();
  }

  /** Moves the clock that silence is judged by, now and again when the newest message has had its time. */
  function tick() {
    now = watching?.labTime(performance.now()) ?? Math.max(now, derived.at);
    clearTimeout(settling);
    const newest = [...derived.messages.values()].at(-1);
    if (!newest) return;
    const left = settlesAt(newest) - now;
    if (left > -20) settling = setTimeout(tick, Math.max(0, left) + 20);
  }

  /** A switch that was waiting for its answer, but was switched elsewhere meanwhile, shows what is in force. */
  function confirm(server: ServerName) {
    const change = switching[server];
    if (change?.ms !== undefined && derived.picture.servers[server].link !== change.to) {
      switching = without(switching, server);
    }
  }

  // ── Changing it ─────────────────────────────────────────────────────────────────────────────────────

  async function setLink(server: ServerName, link: LinkName): Promise<boolean> {
    if (!key) return false;
    const start = performance.now();
    switching = { ...switching, [server]: { to: link } };
    wanted = { ...wanted, links: { ...wanted.links, [server]: link } };
    const done = await asked(api.setLink(key, server, link));
    switching = done
      ? { ...switching, [server]: { to: link, ms: performance.now() - start } }
      : without(switching, server);
    return done;
  }

  /** Whether the gateway did it; what it answered otherwise is shown. */
  async function asked(request: Promise<unknown>): Promise<boolean> {
    try {
      await request;
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (error.code === "not_found") void open();
      else if (error.code === "offline") notice({ says: "offline" });
      else notice({ says: "refused", message: error.message });
      return false;
    }
  }

  /** Brings the lab into the state that a step assumes, from whatever state it is in. True when it is there. */
  async function setUp(target: Target): Promise<boolean> {
    if (!key || phase.is !== "live") return false;
    const here = key;
    wanted = { ...target, links: { ...wanted.links, ...target.links } };
    const { picture } = derived;
    const changes = serverNames.map(async (server) => {
      const isUp = picture.servers[server].state === "running";
      const wantsUp = target.servers?.[server] !== "stopped";
      if (isUp && !wantsUp) return asked(api.kill(here, server));
      if (!wantsUp) return true;
      const started =
        isUp || picture.servers[server].state === "starting" || (await asked(api.start(here, server)));
      const cable = { state: "up" as const, delayMs: 0, ...target.cables?.[server] };
      const { state: cableState, delayMs } = picture.cables[server];
      const cabled =
        (cable.state === cableState && cable.delayMs === delayMs) ||
        (await asked(api.setCable(here, server, cable)));
      const link = wanted.links?.[server];
      const linked =
        link === undefined || link === picture.servers[server].link || (await setLink(server, link));
      return started && cabled && linked;
    });
    if (target.clients) seat(target.clients);
    const changed = await Promise.all(changes);
    if (changed.includes(false)) return false;
    const ready = await until(() => isReady(target), setUpWithinMs);
    if (!ready) notice({ says: "not-ready" });
    return ready;
  }

  /** Has exactly these clients, each on its server: those that are there stay, with what their terminals show. */
  function seat(places: readonly ClientPlace[]) {
    const kept = clients.filter(({ name, server }) =>
      places.some((place) => place.name === name && place.server === server),
    );
    for (const client of clients) if (!kept.includes(client)) client.close();
    clients = places.map(({ name, server }) => {
      const there = kept.find((client) => client.name === name);
      if (there && !there.connected) there.connect();
      return there ?? seatNew(name, server);
    });
    for (const client of kept) {
      for (const room of derived.picture.clients.get(client.id)?.rooms ?? [])
        client.emit("room:leave", [room]);
    }
  }

  function seatNew(name: string, server: ServerName): Client {
    const path = state?.servers[server].path ?? "";
    return createClient(name, server, path, (report) => watching?.report(report));
  }

  /** Whether the trace has confirmed all that a step assumes. */
  function isReady(target: Target): boolean {
    const { picture } = derived;
    return (
      serverNames.every((server) => {
        const wantsUp = target.servers?.[server] !== "stopped";
        const link = target.links?.[server];
        return (
          (picture.servers[server].state === "running") === wantsUp &&
          (!wantsUp || link === undefined || picture.servers[server].link === link)
        );
      }) &&
      (target.clients ?? []).every(({ name, server }) => {
        const client = clients.find((one) => one.name === name && one.server === server);
        return client?.connected && picture.clients.get(client.id)?.rooms.length === 0;
      })
    );
  }

  function until(condition: () => boolean, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    return new Promise((resolve) => {
      const look = () => {
        if (condition()) resolve(true);
        else if (performance.now() > end) resolve(false);
        else setTimeout(look, 15);
      };
      look();
    });
  }

  function notice(
    content: Notice extends infer One ? (One extends Notice ? Omit<One, "number"> : never) : never,
  ) {
    noticed += 1;
    const fresh = { ...content, number: noticed } as Notice;
    notices = [...notices.filter(({ says }) => says !== fresh.says), fresh].slice(-3);
  }

  return {
    get phase() {
      return phase;
    },
    get derived() {
      return derived;
    },
    /** The lab's clock, as of the last change that matters. */
    get now() {
      return now;
    },
    get redis() {
      return redis;
    },
    get redisShown() {
      return redisShown;
    },
    get clients() {
      return clients;
    },
    get notices() {
      return notices;
    },
    get switching() {
      return switching;
    },
    start,
    /** Resolves when the lab can be used; false when it cannot within some seconds. */
    ready: () => until(() => phase.is === "live", readyWithinMs),
    retry: () => void open(),
    setLink,
    setUp,
    isReady,
    /** The client of this page with that name. */
    client: (name: string): Client | undefined => clients.find((client) => client.name === name),
    redisConsole,
    /** Types a line into the Redis console, as a learner would; false when it could not be handed over. */
    typeRedis: (line: string): boolean => redisConsole.enter(line),
    /** What the picture calls the page's client of that name. */
    labelOf(name: string): string {
      const id = clients.find((client) => client.name === name)?.id;
      return (id && derived.picture.clients.get(id)?.label) || name;
    },
    dismiss(number: number) {
      notices = notices.filter((one) => one.number !== number);
    },
  };
}

function without<Value>(record: Partial<Record<ServerName, Value>>, server: ServerName) {
  const { [server]: _, ...rest } = record;
  return rest as Partial<Record<ServerName, Value>>;
}
