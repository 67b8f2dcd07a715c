// Changes the code of a lab's servers: all of those that were named, or none.
import { type ServerName, serverNames } from "../../protocol.ts";
import type { LabServer } from "../server/lab-server.ts";
import type { OwnCode } from "./own-code.ts";

export interface CodeChanges {
  /** Runs code on servers, one change after the other. Rejects with a LabError. */
  setCode: (code: OwnCode | null, names: readonly ServerName[]) => Promise<void>;
  /**
   * Starts both servers again with what they run, once it has been loaded again. `ownAdapter` says whether their app keeps the adapter
   * that it gives them; as before, if it isn't given. Rejects with a LabError.
   */
  reload: (ownAdapter?: boolean) => Promise<void>;
}

export function createCodeChanges(servers: Record<ServerName, LabServer>): CodeChanges {
  let queue = Promise.resolve();

  /** A server that runs the lessons' own already is left alone; its clients stay. */
  function isToChange(name: ServerName, code: OwnCode | null): boolean {
    const { state, code: current } = servers[name].state();
    return code !== null || current !== null || state !== "running";
  }

  async function change(
    code: OwnCode | null,
    names: readonly ServerName[],
    ownAdapter?: boolean,
  ): Promise<void> {
    const loads = await Promise.allSettled(names.map((name) => servers[name].prepare(code, ownAdapter)));
    const prepared = loads.flatMap((load) => (load.status === "fulfilled" ? [load.value] : []));
    const failed = loads.find((load) => load.status === "rejected");
    if (failed) {
      for (const { discard } of prepared) discard();
      throw failed.reason;
    }
    await Promise.all(prepared.map(({ use }) => use()));
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  }

  return {
    setCode: (code, names) =>
      inTurn(() =>
        change(
          code,
          names.filter((name) => isToChange(name, code)),
        ),
      ),
    reload: (ownAdapter) => inTurn(() => change(null, serverNames, ownAdapter)),
  };
}
