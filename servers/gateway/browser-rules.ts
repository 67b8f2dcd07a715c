// Security headers of every response: who can embed it, what it can load, where it can send people.
import type { IncomingMessage } from "node:http";

const always = {
  // Pages have their own. If a browser shows anything else as a page, it can do nothing.
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
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
 * Returns the headers of every response. Cross-Origin-Opener-Policy is left out over plain HTTP in a local network, where
 * browsers ignore it with a warning. HSTS is for the proxy with the certificate to decide: it holds for a year, and on every
 * port of the name.
 */
export function browserRules(req: IncomingMessage): Record<string, string> {
  const isTls = req.headers["x-forwarded-proto"] === "https";
  const isLoopback = /^((.+\.)?localhost\.?|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(req.headers.host ?? "");
  return {
    ...always,
    ...((isTls || isLoopback) && { "cross-origin-opener-policy": "same-origin" }),
  };
}
