// Brings a lab into each stage of a report, and back.
import type { Lab } from "../lab/lab.ts";
import { serverNames } from "../protocol.ts";
import type { StageName } from "../protocol-report.ts";

/** Resolves once the stage is in force, with a function that ends it. */
export async function enterStage(lab: Lab, stage: StageName): Promise<() => Promise<void>> {
  const { a, b } = lab.servers;
  await Promise.all([a.start(), b.start()]);
  const hasOwn = a.state().app?.adapter !== null;
  const link = async (name: "none" | "adapter") => {
    if (!hasOwn) await Promise.all(serverNames.map((server) => lab.servers[server].setLink(name)));
  };
  switch (stage) {
    case "apart":
      await link("none");
      return async () => {};
    case "linked":
      await link("adapter");
      return async () => {};
    case "balanced":
      await link("adapter");
      lab.setBalancer({ sticky: false });
      return async () => {};
    case "blackhole":
      await link("adapter");
      await b.setCable({ state: "blackhole" });
      return async () => {
        const isBack = subscribedAgain(lab);
        await b.setCable({ state: "up" }).catch(() => b.setCable({ state: "up" })); // its process ended by it
        await isBack;
      };
    case "killed":
      await link("adapter");
      await b.kill();
      {
        const isBack = hasOwn ? subscribedAgain(lab) : undefined;
        await b.start();
        await isBack;
      }
      return async () => {};
  }
}

const subscribeWithinMs = 10_000;

/** Resolves when B has subscribed to something from now on, or ended; after 10 s in any case. */
function subscribedAgain({ trace }: Lab): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = trace.subscribe((events) => {
    const isOver = events.some(
      (event) =>
        (event.type === "command" && event.server === "b" && /SUBSCRIBE$/.test(event.name ?? "")) ||
        (event.type === "server" && event.state === "crashed"),
    );
    if (isOver) resolve();
  });
  const late = setTimeout(resolve, subscribeWithinMs);
  return promise.finally(() => {
    clearTimeout(late);
    stop();
  });
}
