// A cable that is closed for three seconds, and then up for three.
import type { ServerName } from "../../../servers/protocol.ts";
import type { LabActions } from "../steps/actions.ts";

const everyMs = 3_000;

/** Returns a function that ends it; the cable stays as it is. `onChange` is called after each change. */
export function flapCable(
  { setCable }: Pick<LabActions, "setCable">,
  server: ServerName,
  onChange: () => void,
): () => void {
  let isUp = true;
  const timer = setInterval(() => {
    isUp = !isUp;
    void setCable(server, { state: isUp ? "up" : "close" }).then(onChange);
  }, everyMs);
  return () => clearInterval(timer);
}
