// The clients of this page: which exist, where each is connected, and how a step's clients are put in place.

import type { ClientReport, ServerName } from "../../../servers/protocol.ts";
import type { PictureState } from "../derive/picture-state.ts";
import type { ClientPlace, EntryPoint, Transport } from "../steps/actions.ts";
import type { Client } from "./client.svelte.ts";
import type { Network } from "./network.ts";
import { atStart, isShown, loadClients, type SavedClient, saveClients } from "./saved-clients.ts";
import type { LabOptions } from "./setup.svelte.ts";
import { until } from "./until.ts";

/** A client connects or is refused, which ends the wait. A busy machine may take some seconds. */
const connectedWithinMs = 10_000;
/** New clients get the first free name in this order. */
const names = [..."αβγδεζηθικλμνξοπρστυφχψω"];

interface ClientsContext {
  /** The path of an entrance; empty without a lab. */
  path: (entrance: EntryPoint) => string;
  picture: () => PictureState;
  onReport: (report: ClientReport) => void;
  options: () => LabOptions;
  network: () => Network | undefined;
}

export class Clients {
  all = $state.raw<readonly Client[]>([]);
  #context: ClientsContext;
  /** Names of the clients the learner added or renamed. */
  #own = new Set<string>();
  /** Also the learner's, but on a server this lesson doesn't show. */
  #elsewhere: readonly SavedClient[] = [];
  #savedFor: PictureState["clients"] | undefined;
  #isPlacing = false;

  constructor(context: ClientsContext) {
    this.#context = context;
  }

  /** What they are stored under. */
  get #key(): string {
    return this.#context.options().keepsAllAs ?? "clients";
  }

  /** The client with that name. */
  named = (name: string): Client | undefined => this.all.find((client) => client.name === name);

  /**
   * The clients the page starts with: the lesson's and the learner's, if their servers are shown.
   * @param isReturn The same lesson was open in the same lab last time.
   */
  placesAtStart(
    places: readonly ClientPlace[],
    isReturn: boolean,
    servers: readonly ServerName[],
  ): ClientPlace[] {
    const known = loadClients(this.#key);
    // A page that keeps everything has clients of its own: those that were there, or exactly these.
    const isAlone = this.#context.options().keepsAllAs !== undefined && !isReturn;
    const saved = atStart(places, isAlone ? [] : known, isReturn);
    this.#elsewhere = saved.filter((one) => one.own && !isShown(one, servers));
    const here = saved.filter((one) => !this.#elsewhere.includes(one));
    for (const one of here) if (one.own) this.#own.add(one.name);
    return here.map(({ own: _, ...place }) => place);
  }

  /** Whether there may be no more. */
  get areAll(): boolean {
    return this.all.length >= (this.#context.options().maxClients ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Leaves exactly these clients: existing ones stay, with the contents of their terminals. Resolves once each is
   * connected or refused, or after some seconds.
   */
  place = async (places: readonly ClientPlace[]): Promise<void> => {
    this.#isPlacing = true;
    await this.#place(places);
    this.#isPlacing = false;
    this.save();
  };

  /** Adds a client with the first free name. */
  add = (server: EntryPoint): Client => {
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

  /** Reconnects a client under another name and rejoins its rooms. Resolves to false if the name is taken. */
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

  /** Saves the list if the lab's clients, or their rooms, aren't those of the last call. */
  saveChanged(): void {
    const { clients } = this.#context.picture();
    if (clients !== this.#savedFor) this.save();
    this.#savedFor = clients;
  }

  /** Saves the list of clients in the browser. */
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
    saveClients(this.#key, [...here, ...this.#elsewhere]);
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
      // Clients that are about to connect are shown from the start, each in its place.
      const later = places.slice(placed.length).flatMap(({ name }) => known.get(name) ?? []);
      this.all = [...placed, ...later];
      // A balancer assigns connections in turn, so its clients connect one by one, in order.
      if (place.server === "balanced") await until(() => this.#isSettled(client), connectedWithinMs);
      if (!this.all.includes(client)) return; // the lab ended, and with it all of them
    }
    await until(() => placed.every(this.#isSettled), connectedWithinMs);
  }

  /** Closes clients that aren't on this list, and disconnects those behind the balancer. Returns the others by name. */
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

  #connect(name: string, server: EntryPoint, transport?: Transport): Client {
    const { path, onReport, network } = this.#context;
    const { connect } = network() ?? {};
    if (!connect) throw new Error("a client can't connect: this lab has no network");
    const only = transport ?? (server === "balanced" ? "websocket" : undefined);
    return connect({ name, server, path: path(server), onReport, transport: only });
  }

  /** Whether it's connected, was refused, or isn't in the lab any more. */
  #isSettled = (client: Client): boolean =>
    client.refusal !== undefined ||
    !this.all.includes(client) ||
    (client.connected && this.#context.picture().clients.has(client.id));
}
