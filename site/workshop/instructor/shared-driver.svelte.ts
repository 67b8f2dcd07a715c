// The instructor's controls for the shared lab: its adapters, and a client for sending messages.
import { io, type Socket } from "socket.io-client";
import type { ClientAuth } from "../../../servers/protocol.ts";
import type { LabKey } from "../../lab/live/api.ts";
import { Changes } from "../../lab/live/changes.svelte.ts";
import type { SharedView } from "../shared-lab.svelte.ts";
import type { Desk } from "./desk.svelte.ts";

/** @param name of the instructor's client in the picture. */
export function createDriver(desk: Desk, view: SharedView, name: () => string) {
  let key: LabKey | undefined;
  let client: Socket | undefined;
  let connected = $state(false);
  let refused = $state<string | undefined>();

  const changes = new Changes({
    key: () => key,
    picture: () => view.derived.picture,
    onFailure({ message }) {
      refused = message;
    },
  });

  function drop() {
    client?.close();
    client = undefined;
    connected = false;
    key = undefined;
  }

  return {
    changes,
    get connected() {
      return connected;
    },
    /** Why the lab refused the last change. */
    get refused() {
      return refused;
    },
    /** Opens the shared lab, or finds the open one, and connects a client. */
    async enter() {
      const shared = await desk.share();
      if (!shared || shared.id === key?.id) return;
      drop();
      key = shared;
      const auth: ClientAuth = { name: name() };
      client = io({ path: `/labs/${shared.id}/a/socket.io/`, auth, forceNew: true });
      client.on("connect", () => {
        connected = true;
      });
      client.on("disconnect", () => {
        connected = false;
      });
    },
    async end() {
      drop();
      await desk.unshare();
    },
    /** Another instructor ended it, or the gateway restarted. */
    drop,
    send(text: string) {
      client?.emit("message", text);
    },
    async setBoth(link: "none" | "adapter") {
      refused = undefined;
      await Promise.all([changes.setLink("a", link), changes.setLink("b", link)]);
    },
  };
}
