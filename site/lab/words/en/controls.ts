// English for what can be opened or switched in the picture.
import type { ServerName } from "../../../../servers/protocol.ts";
import { upper } from "./format.ts";

export const controls = {
  hidden: "?",
  hiddenState: "state hidden",
  ofServer: (server: ServerName) => `Server ${upper(server)}: controls`,
  ofCable: (server: ServerName) => `Cable of server ${upper(server)}: controls`,
  ofRedis: "Redis: details",
  ofClient: (client: string) => `Client ${client}: controls`,
  addClient: (server: ServerName) => `Add a client to server ${upper(server)}`,
  addBalanced: "Add a client through the balancer",
  add: "client",
  balancer: "Balancer",
  sticky: "sticky",
  stickyLabel: "Sticky balancer",
  roundRobin: "takes turns",
  isSticky: "by cookie",
  refused: "refused",
};
