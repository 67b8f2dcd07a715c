// The one lab of the page, shared by all panels. Each of its parts knows one thing:
//
//   opening   finds a lab or opens one        changes   asks for changes, knows what is under way
//   feed      the trace and what follows      company   the clients of this page
//
//   panels ──want──▶ changes, company ──HTTP, Socket.IO──▶ gateway
//   panels ◀──derived── feed ◀──Socket.IO── gateway

import {
  type CableState,
  type ClientReport,
  type LabState,
  type LinkName,
  type RedisState,
  type ServerName,
  serverNames,
} from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import { pictureOf } from "../derive/state.ts";
import type { Action, Entrance, Hands, Ran, Target } from "../steps/actions.ts";
import { labelOf, run } from "../steps/run.ts";
import { mayStay, setUp } from "../steps/set-up.ts";
import type { ApiFailure } from "./api.ts";
import { createChanges } from "./changes.svelte.ts";
import type { Client } from "./client.svelte.ts";
import { createCompany } from "./clients.svelte.ts";
import { createFeed } from "./feed.svelte.ts";
import { createOpening } from "./open-lab.svelte.ts";
import { createRedisConsole } from "./redis-console.svelte.ts";
import { type Watch, watch } from "./trace-connection.ts";
import { until } from "./until.ts";

export type Notice = { number: number } & (
  | { says: "replaced" | "back" | "offline" | "not-ready" }
  | { says: "refused"; message: string }
  /** It was started, and could not take up its link. */
  | { says: "unlinked"; server: ServerName; cable: CableState["state"] }
);

const readyWithinMs = 10_000;
const answerWithinMs = 10_000;

export type Lab = ReturnType<typeof createLab>;

export function createLab() {
  let redis = $state.raw<RedisState | undefined>();
  let shown = $state.raw<readonly (ServerName | "redis")[]>([...serverNames, "redis"]);
  let id = $state("");
  let isPuzzle = $state(false);
  let isSettingUp = $state(false);
  let notices = $state.raw<readonly Notice[]>([]);
  let noticed = 0;
  let state: LabState | undefined;
  let watching: Watch | undefined;
  /** What a lab that takes this one's place is set up as. */
  let wanted: Target = {};
  let isSetUp = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let isSubscribed = false;
  let known: Derived["picture"]["clients"] | undefined;
  /** False in a lab that is somebody else's. */
  let mayChange = $state(true);

  const redisConsole = createRedisConsole((line) => watching?.typeRedis(line) ?? false);
  const feed = createFeed(
    () => watching?.labTime(performance.now()),
    onChange,
    ({ at, trail: [first] }) =>
      first?.type === "forwarded" && redisConsole.hasPublished(first.channel, labToPage(at)),
  );
  const opening = createOpening(become, async () => {
    // A lab that was only out of reach for a while stays as the learner had it.
    if (!isSetUp) isSetUp = await setUpHere(wanted);
  });
  const changes = createChanges({ key: opening.key, picture: () => feed.derived.picture, failed, unlinked });
  const company = createCompany({
    path: (entrance: Entrance) =>
      !state
        ? ""
        : entrance === "balanced"
          ? `/labs/${state.id}/balanced/socket.io/`
          : state.servers[entrance].path,
    picture: () => feed.derived.picture,
    report: (report: ClientReport) => watching?.report(report),
  });

  /** A moment of the lab's clock on the page's. */
  function labToPage(at: number): number {
    const now = performance.now();
    return at + now - (watching?.labTime(now) ?? Number.NaN);
  }

  function become({
    key,
    state: found,
    isSame,
    isReplaced,
    isReturn,
    wasAway,
  }: Parameters<Parameters<typeof createOpening>[0]>[0]) {
    if (isReturn) wanted = { ...wanted, links: undefined };
    if (wasAway && !isReplaced) notice({ says: "back" });
    if (isReplaced) notice({ says: "replaced" });
    state = found;
    redis = found.redis;
    if (isSame) return;
    const servers = serverNames.filter((name) => shown.includes(name));
    if (wanted.clients) wanted = { ...wanted, clients: company.begin(wanted.clients, isReturn, servers) };
    id = found.id;
    watching?.close();
    company.close();
    changes.reset();
    feed.reset(pictureOf(found));
    isSetUp = false;
    isSubscribed = false;
    redisConsole.anew();
    watching = watch(key, {
      after: () => feed.derived.seq,
      trace: feed.take,
      redis: redisConsole.said,
      refused: redisConsole.refused,
      gone: opening.gone,
      up: onConnection,
    });
  }

  function onConnection(isUp: boolean) {
    if (isUp) return opening.found();
    if (opening.phase.is === "live") redisConsole.anew();
    isSubscribed = false;
    // Without a network the clients' connections are dead as well, which they'd notice a minute later.
    if (!navigator.onLine) for (const client of company.clients) client.lose();
    opening.lost();
  }

  function onChange() {
    changes.confirm();
    const { redisUp, clients } = feed.derived.picture;
    if (clients !== known) company.note();
    known = clients;
    if (redis && redis.up !== redisUp) redis = { ...redis, up: redisUp };
  }

  function failed({ code, message }: ApiFailure) {
    if (code === "not_found") opening.open();
    else if (code === "offline") notice({ says: "offline" });
    else notice({ says: "refused", message });
  }

  function unlinked(server: ServerName) {
    notice({ says: "unlinked", server, cable: feed.derived.picture.cables[server].state });
  }

  function notice(
    content: Notice extends infer One ? (One extends Notice ? Omit<One, "number"> : never) : never,
  ) {
    noticed += 1;
    const fresh = { ...content, number: noticed } as Notice;
    notices = [...notices.filter(({ says }) => says !== fresh.says), fresh].slice(-3);
  }

  function setLink(server: ServerName, link: LinkName): Promise<boolean> {
    wanted = { ...wanted, links: { ...wanted.links, [server]: link } };
    return changes.setLink(server, link);
  }

  /** Types a line into the Redis console, as a learner would; false when it could not be handed over. */
  function typeRedis(line: string): boolean {
    if (/^\s*[ps]?subscribe\s/i.test(line)) isSubscribed = true;
    return redisConsole.enter(line);
  }

  const hands: Hands = {
    get derived() {
      return feed.derived;
    },
    get now() {
      return feed.now;
    },
    get isSubscribed() {
      return isSubscribed;
    },
    hand: company.named,
    seat: company.seat,
    setLink: changes.setLink,
    kill: changes.kill,
    start: changes.start,
    setCable: changes.setCable,
    setBalancer: changes.setBalancer,
    async redis(line) {
      const said = () => redisConsole.lines.filter(({ kind }) => kind === "said").at(-1)?.number;
      const before = said();
      return typeRedis(line) && until(() => said() !== before, answerWithinMs);
    },
    async unsubscribe() {
      if (!isSubscribed) return true;
      isSubscribed = false;
      const lines = ["UNSUBSCRIBE", "PUNSUBSCRIBE"];
      return lines.every((line) => redisConsole.enter(line));
    },
    until,
  };

  /** One after another: two at a time would undo each other's work, and neither get there. */
  function setUpHere(target: Target): Promise<boolean> {
    const mine = underWay.then(() => setUpNow(target));
    underWay = mine.catch(() => false);
    return mine;
  }

  async function setUpNow(target: Target): Promise<boolean> {
    if (!opening.key() || opening.phase.is !== "live") return false;
    // A step that says nothing of a link leaves it as the learner wants it.
    wanted = { ...target, links: { ...wanted.links, ...target.links } };
    const before = noticed;
    isSettingUp = true;
    const done = await setUp(wanted, hands);
    isSettingUp = false;
    if (!done && noticed === before) notice({ says: "not-ready" });
    return done;
  }

  return {
    get phase() {
      return opening.phase;
    },
    /** Which lab it is; empty before the first. */
    get id() {
      return id;
    },
    get derived() {
      return feed.derived;
    },
    /** The lab's clock, as of the last change that matters. */
    get now() {
      return feed.now;
    },
    get redis() {
      return redis;
    },
    get redisShown() {
      return shown.includes("redis");
    },
    get clients() {
      return company.clients;
    },
    get isSettingUp() {
      return isSettingUp;
    },
    /** A fault is to be found: what would give it away is not shown. */
    get isPuzzle() {
      return isPuzzle;
    },
    set isPuzzle(is: boolean) {
      isPuzzle = is;
    },
    get notices() {
      return notices;
    },
    /**
     * Finds the lab of this browser or opens one. `target` is where the lesson starts; links it leaves out stay, and
     * all of them do when the same lesson is only loaded again, or in a second tab.
     * `shows`: what the lesson's picture has; without Redis in it, it has no word for an adapter either.
     */
    start(lesson: string, target: Target, shows: readonly (ServerName | "redis")[]) {
      if (opening.phase.is !== "idle") return;
      shown = shows;
      wanted = target;
      opening.start(lesson);
    },
    /** Looks into a lab that somebody else has opened. Without a token it can be watched, and nothing of it is changed. */
    visit({ id, token = "" }: { id: string; token?: string }) {
      mayChange = token !== "";
      opening.visit({ id, token });
    },
    /** Whether the page has what it takes to change this lab. */
    get mayChange() {
      return mayChange;
    },
    /** Resolves when the lab can be used; false when it cannot within some seconds. */
    ready: () => until(() => opening.phase.is === "live", readyWithinMs),
    retry: opening.open,
    /** What was asked for last, and how far it has come. */
    change: changes.of,
    isPending: changes.isPending,
    setLink,
    killServer: changes.kill,
    startServer: changes.start,
    setCable: changes.setCable,
    setBalancer: changes.setBalancer,
    company,
    hands,
    /** Brings the lab into the state that a step assumes, from whatever state it is in. True when it is there. */
    setUp(target: Target): Promise<boolean> {
      isPuzzle = false;
      return setUpHere(target);
    },
    /** The same without showing it: something of it is to be found out. */
    breakWith(target: Target): Promise<boolean> {
      isPuzzle = true;
      return setUpHere(target);
    },
    isReady: (target: Target): boolean => mayStay(target, hands),
    /** Does what a step does. */
    run: (actions: readonly Action[], onStep?: (index: number) => void): Promise<Ran> =>
      run(actions, hands, onStep),
    /** The client of this page with that name. */
    client: (name: string): Client | undefined => company.named(name),
    redisConsole,
    typeRedis,
    /** What the picture calls the page's client of that name. */
    labelOf: (name: string): string => labelOf(name, hands),
    /** Something was asked of the lab, or the network changed: looks whether it is still in reach, within some seconds. */
    check: () => void watching?.check(),
    /** The network is there again: what was said about it is over. */
    online() {
      opening.found();
      watching?.check();
      notices = notices.filter(({ says }) => says !== "offline");
    },
    dismiss(number: number) {
      notices = notices.filter((one) => one.number !== number);
    },
  };
}
