// The clients of this page: which there are, where each is connected, and how a step's clients are put in place.

import type { ClientReport, ServerName } from "../../../servers/protocol.ts";
import type { Picture } from "../derive/state.ts";
import type { ClientPlace, Entrance, Transport } from "../steps/actions.ts";
import { Client } from "./client.svelte.ts";
import { atStart, isShown, loadClients, type SavedClient, saveClients } from "./saved-clients.ts";
import { until } from "./until.ts";

/** A client is connected or refused, which ends the wait; a busy machine may take some seconds. */
const connectedWithinMs = 10_000;
/** Names are given in this order, as far as they are free. */
const names = [..."αβγδεζηθικλμνξοπρστυφχψω"];

interface ClientsContext {
  /** The path of an entrance; empty without a lab. */
  path: (entrance: Entrance) => string;
  picture: () => Picture;
  onReport: (report: ClientReport) => void;
}

export class Clients {
  all = $state.raw<readonly Client[]>([]);
  #context: ClientsContext;
  /** Names of those that the learner added or renamed. */
  #own = new Set<string>();
  /** The learner's too, on a server that this lesson doesn't show. */
  #elsewhere: readonly SavedClient[] = [];
  #isPlacing = false;

  constructor(context: ClientsContext) {
    this.#context = context;
  }

  /** The client of that name. */
  named = (name: string): Client | undefined => this.all.find((client) => client.name === name);

  /**
   * The clients that the page starts with: the lesson's and the learner's, as far as their servers are shown.
   * @param isReturn The same lesson was open in the same lab the last time.
   */
  placesAtStart(
    places: readonly ClientPlace[],
    isReturn: boolean,
    servers: readonly ServerName[],
  ): ClientPlace[] {
    const saved = atStart(places, loadClients(), isReturn);
    this.#elsewhere = saved.filter((one) => one.own && !isShown(one, servers));
    const here = saved.filter((one) => !this.#elsewhere.includes(one));
    for (const one of here) if (one.own) this.#own.add(one.name);
    return here.map(({ own: _, ...place }) => place);
  }

  /**
   * Has exactly these clients: those that are there stay, with what their terminals show. Resolves once each is
   * connected or refused, or after some seconds.
   */
  place = async (places: readonly ClientPlace[]): Promise<void> => {
    this.#isPlacing = true;
    await this.#place(places);
    this.#isPlacing = false;
    this.save();
  };

  /** Adds a client and names it by the first name that is free. */
  add = (server: Entrance): Client => {
    const labels = [...this.#context.picture().clients.values()].map(({ label }) => label);
    const taken = new Set([...this.all.map(({ name }) => name), ...labels]);
    const name = names.find((one) => !taken.has(one)) ?? `client ${this.all.length + 1}`;
    const client = this.#connect(name, server);
    this.all = [...this.all, client];
    this.#own.add(name);
    this.save();
    return client;
  };

  remove(name: string): void {
    this.named(name)?.close();
    this.all = this.all.filter((client) => client.name !== name);
    this.save();
  }

  /** Connects a client again under another name, and joins its rooms again. Resolves to false when the name is taken. */
  async rename(name: string, next: string): Promise<boolean> {
    const client = this.named(name);
    if (!client || (next !== name && this.named(next))) return false;
    const rooms = this.#context.picture().clients.get(client.id)?.rooms ?? [];
    client.rename(next);
    this.all = [...this.all];
    this.#own.add(next);
    await until(() => this.#isSettled(client), connectedWithinMs);
    for (const room of rooms) client.emitQuietly("room:join", [room]);
    this.save();
    return true;
  }

  /** Saves in the browser which clients there are. */
  save(): void {
    if (this.#isPlacing || this.all.length === 0) return;
    for (const name of this.#own) if (!this.named(name)) this.#own.delete(name);
    const here = this.all.map(({ name, server, only, id }): SavedClient => {
      const rooms = this.#context.picture().clients.get(id)?.rooms ?? [];
      return {
        name,
        server,
        rooms: [...rooms],
        ...(only && { transport: only }),
        own: this.#own.has(name),
      };
    });
    saveClients([...here, ...this.#elsewhere]);
  }

  close(): void {
    for (const client of this.all) client.close();
    this.all = [];
  }

  async #place(places: readonly ClientPlace[]): Promise<void> {
    const known = this.#closeOthers(places);
    const placed: Client[] = [];
    for (const place of places) {
      const client = this.#placeOne(place, known.get(place.name));
      placed.push(client);
      // Those that are yet to connect are seen from the start, each in its place.
      const later = places.slice(placed.length).flatMap(({ name }) => known.get(name) ?? []);
      this.all = [...placed, ...later];
      // A balancer deals out connections in turn, so its clients connect one by one, in their order.
      if (place.server === "balanced") await until(() => this.#isSettled(client), connectedWithinMs);
    }
    await until(() => placed.every(this.#isSettled), connectedWithinMs);
  }

  /** Closes clients that aren't among these, and disconnects those of the balancer. Returns the others by name. */
  #closeOthers(places: readonly ClientPlace[]): Map<string, Client> {
    const known = new Map<string, Client>();
    for (const { name, server } of places) {
      const client = this.all.find((one) => one.name === name && one.server === server);
      if (client) known.set(name, client);
    }
    for (const client of this.all) if (known.get(client.name) !== client) client.close();
    for (const client of known.values()) if (client.server === "balanced") client.leave();
    return known;
  }

  #placeOne({ name, server, transport }: ClientPlace, known: Client | undefined): Client {
    if (!known) return this.#connect(name, server, transport);
    if (server === "balanced") known.connectFresh(transport ?? "websocket");
    else if (transport && known.only !== transport) known.use(transport);
    else if (!known.connected) known.renew();
    return known;
  }

  #connect(name: string, server: Entrance, transport?: Transport): Client {
    const { path, onReport } = this.#context;
    const only = transport ?? (server === "balanced" ? "websocket" : undefined);
    return new Client({ name, server, path: path(server), onReport, transport: only });
  }

  /** Connected, or refused. */
  #isSettled = (client: Client): boolean =>
    client.refusal !== undefined || (client.connected && this.#context.picture().clients.has(client.id));
}
