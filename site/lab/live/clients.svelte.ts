// The clients of this page: who is there, where each came in, and how they are made to sit as a step wants it.

import type { ClientReport, ServerName } from "../../../servers/protocol.ts";
import type { Picture } from "../derive/state.ts";
import type { ClientPlace, Entrance } from "../steps/actions.ts";
import { type Client, createClient } from "./client.svelte.ts";
import { atStart, isShown, type KeptClient, keepClients, recallClients } from "./saved-clients.ts";
import { until } from "./until.ts";

/** A client comes in or is refused, which ends the wait; a busy machine may take some seconds. */
const inWithinMs = 10_000;
/** Names that are given in turn, as far as they are free. */
const names = [..."αβγδεζηθικλμνξοπρστυφχψω"];

interface House {
  /** The path of an entrance; empty without a lab. */
  path: (entrance: Entrance) => string;
  picture: () => Picture;
  report: (report: ClientReport) => void;
}

export function createCompany({ path, picture, report }: House) {
  let clients = $state.raw<readonly Client[]>([]);
  /** Those that the learner added or renamed. */
  const own = new Set<string>();
  /** The learner's too, on a server that this lesson does not show. */
  let elsewhere: readonly KeptClient[] = [];
  let isSeating = false;

  const invite = (name: string, server: Entrance, transport?: ClientPlace["transport"]): Client =>
    createClient(
      name,
      server,
      path(server),
      report,
      transport ?? (server === "balanced" ? "websocket" : undefined),
    );

  /** Has exactly these clients: those that are there stay, with what their terminals show. */
  async function seat(places: readonly ClientPlace[]): Promise<void> {
    isSeating = true;
    await seatAll(places);
    isSeating = false;
    note();
  }

  async function seatAll(places: readonly ClientPlace[]): Promise<void> {
    const there = new Map<string, Client>();
    for (const place of places) {
      const known = clients.find(({ name, server }) => name === place.name && server === place.server);
      if (known) there.set(place.name, known);
    }
    for (const client of clients) if (there.get(client.name) !== client) client.close();
    // A balancer deals out connections in turn, so its clients come in one by one, in their order.
    for (const client of there.values()) if (client.server === "balanced") client.leave();
    const seated: Client[] = [];
    for (const { name, server, transport } of places) {
      let client = there.get(name);
      if (!client) client = invite(name, server, transport);
      else if (server === "balanced") client.come(transport ?? "websocket");
      else if (transport && client.only !== transport) client.use(transport);
      else if (!client.connected) client.renew();
      seated.push(client);
      // Those who are yet to come are seen from the start, each at its place.
      clients = [...seated, ...places.slice(seated.length).flatMap((later) => there.get(later.name) ?? [])];
      if (server === "balanced") await until(() => isIn(client), inWithinMs);
    }
    await until(() => seated.every(isIn), inWithinMs);
  }

  /** Keeps who is there in the browser. */
  function note() {
    if (isSeating || clients.length === 0) return;
    for (const name of own) if (!named(name)) own.delete(name);
    const here = clients.map(({ name, server, only, id }): KeptClient => {
      const rooms = picture().clients.get(id)?.rooms ?? [];
      return { name, server, rooms: [...rooms], ...(only && { transport: only }), own: own.has(name) };
    });
    keepClients([...here, ...elsewhere]);
  }

  /** Come in, or kept out. */
  function isIn(client: Client): boolean {
    if (client.refusal !== undefined) return true;
    return client.connected && picture().clients.has(client.id);
  }

  const named = (name: string): Client | undefined => clients.find((client) => client.name === name);

  return {
    /** Where a client of any kind connects. */
    path,
    get clients() {
      return clients;
    },
    named,
    seat,
    note,
    /** Whom the page begins with: the lesson's clients and the learner's, as far as its servers are shown. */
    begin(places: readonly ClientPlace[], isReturn: boolean, servers: readonly ServerName[]): ClientPlace[] {
      const all = atStart(places, recallClients(), isReturn);
      elsewhere = all.filter((one) => one.own && !isShown(one, servers));
      const here = all.filter((one) => !elsewhere.includes(one));
      for (const one of here) if (one.own) own.add(one.name);
      return here.map(({ own: _, ...place }) => place);
    },
    /** Another client, by the first name that is free. */
    add(server: Entrance): Client {
      const taken = new Set([
        ...clients.map(({ name }) => name),
        ...[...picture().clients.values()].map(({ label }) => label),
      ]);
      const name = names.find((one) => !taken.has(one)) ?? `client ${clients.length + 1}`;
      const client = invite(name, server);
      clients = [...clients, client];
      own.add(name);
      note();
      return client;
    },
    remove(name: string) {
      named(name)?.close();
      clients = clients.filter((client) => client.name !== name);
      note();
    },
    /** Comes in anew under another name, into the rooms that it was in. False when the name is taken. */
    async rename(name: string, next: string): Promise<boolean> {
      const client = named(name);
      if (!client || (next !== name && named(next))) return false;
      const rooms = picture().clients.get(client.id)?.rooms ?? [];
      client.rename(next);
      clients = [...clients];
      own.add(next);
      await until(() => isIn(client), inWithinMs);
      for (const room of rooms) client.emitQuietly("room:join", [room]);
      note();
      return true;
    },
    close() {
      for (const client of clients) client.close();
      clients = [];
    },
  };
}
