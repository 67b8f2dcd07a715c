// The page's clients and the picture's names for them: in a second tab, they aren't the same.

import type { Derived } from "../derive/messages.ts";
import type { Client } from "../derive/picture-state.ts";
import type { ClientActions, LabActions } from "./actions.ts";

/** What labels are found by: the trace, and the id of each of the page's clients. */
export interface Labelled {
  readonly derived: Derived;
  client: (name: string) => { readonly id: string } | undefined;
}

/** What the picture calls the client with that name: in a second tab, α may be α′. */
export function labelOf(name: string, { derived, client }: Labelled): string {
  const id = client(name)?.id;
  return (id && derived.picture.clients.get(id)?.label) || name;
}

/** The page's own client, if it is one and it's connected. Another tab's client may have the same name. */
export function ownClient({ label, socket }: Client, { client }: LabActions): ClientActions | undefined {
  const own = client(withoutPrimes(label));
  return own?.id === socket && own.connected ? own : undefined;
}

/** The name that a label was made from. */
export const withoutPrimes = (label: string): string => label.replace(/′+$/, "");
