// Takes the base off the path of each request, so that everything behind knows only its own paths.
//
//   /crosstalk/labs/…  ▶  /labs/…        /crosstalk  ▶  308 to /crosstalk/        /livez  ▶  /livez        the rest  ▶  404
import type { IncomingMessage } from "node:http";
import { stripBase } from "../base-path.ts";
import { isHealthPath } from "./route.ts";

/**
 * Says where a request's path is, and takes the base off if it's inside; `bare` is the base without its final slash. Health
 * routes are inside without the base, too: a container's health check comes past the proxy.
 */
export function enterBase(req: IncomingMessage, base: string): "inside" | "bare" | "outside" {
  const url = req.url ?? "/";
  const path = url.replace(/[?#].*$/s, "");
  if (url.startsWith(base)) req.url = stripBase(base, url);
  else if (!isHealthPath(url)) return `${path}/` === base ? "bare" : "outside";
  return "inside";
}
