// Which clients are on which server, for a sentence in either language.
import { type ServerName, serverNames } from "../../../servers/protocol.ts";

export type Places = readonly { client: string; server: ServerName }[];

/** Each server’s letter and clients. A server without clients is left out. */
export const clientsByServer = (on: Places): { server: string; clients: string[] }[] =>
  serverNames.flatMap((server) => {
    const clients = on.filter((one) => one.server === server).map(({ client }) => client);
    return clients.length ? [{ server: upper(server), clients }] : [];
  });

export const upper = (server: ServerName) => server.toUpperCase();

/** An error from Redis, without the list of commands it would have allowed. */
export const shortError = (error: string) => error.split(": ")[0];
