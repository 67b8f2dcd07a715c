// What browsers are told about every answer: who may embed it, what it may ask for, where it may send people.
import type { IncomingMessage } from "node:http";

/** For answers that are no pages: should one be shown as a page, it can do nothing. */
export const emptyPolicy = "default-src 'none'; frame-ancestors 'none'";

const always = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
  ]
    .map((feature) => `${feature}=()`)
    .join(", "),
};

/**
 * The headers of every answer. Two more where they have a meaning: Cross-Origin-Opener-Policy, which browsers ignore,
 * and complain about, over plain HTTP in a local network; and HSTS, where a proxy says that the request came by TLS. Not
 * for this machine's own names: a browser would send every other program on `localhost` to https for a year.
 */
export function browserRules(req: IncomingMessage): Record<string, string> {
  const isTls = req.headers["x-forwarded-proto"] === "https";
  const isLoopback = /^((.+\.)?localhost\.?|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(req.headers.host ?? "");
  return {
    ...always,
    ...((isTls || isLoopback) && { "cross-origin-opener-policy": "same-origin" }),
    ...(isTls && !isLoopback && { "strict-transport-security": "max-age=31536000" }),
  };
}
