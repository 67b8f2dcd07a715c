// Changes the code of a lab's servers: all of those that were named, or none.
import type { ServerName } from "../../protocol.ts";
import type { LabServer } from "../server/lab-server.ts";
import type { OwnCode } from "./own-code.ts";

type SetCode = (code: OwnCode | null, names: readonly ServerName[]) => Promise<void>;

/** Returns a function that runs code on servers of a lab, one change after the other. It rejects with a LabError. */
export function createCodeChanges(servers: Record<ServerName, LabServer>): SetCode {
  let queue = Promise.resolve();

  /** A server that runs the lessons' own already is left alone; its clients stay. */
  function isToChange(name: ServerName, code: OwnCode | null): boolean {
    const { state, code: current } = servers[name].state();
    return code !== null || current !== null || state !== "running";
  }

  async function change(code: OwnCode | null, names: readonly ServerName[]): Promise<void> {
    const changing = names.filter((name) => isToChange(name, code));
    const loads = await Promise.allSettled(changing.map((name) => servers[name].prepare(code)));
    const prepared = loads.flatMap((load) => (load.status === "fulfilled" ? [load.value] : []));
    const failed = loads.find((load) => load.status === "rejected");
    if (failed) {
      for (const { discard } of prepared) discard();
      throw failed.reason;
    }
    await Promise.all(prepared.map(({ use }) => use()));
  }

  return (code, names) => {
    const done = queue.then(() => change(code, names));
    queue = done.catch(() => {});
    return done;
  };
}
