// Removes the theme that pages are written with. A script sets the reader's theme before the first paint; without JavaScript
// there is none, and the system's applies (site/styles/tokens.css).
import { defineMiddleware } from "astro:middleware";

export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  if (!response.headers.get("content-type")?.startsWith("text/html")) return response;
  const html = await response.text();
  return new Response(html.replace(/(<html\b[^>]*?) data-theme="\w+"/, "$1"), response);
});
