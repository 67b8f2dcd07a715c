// The route that this browser's reader has chosen. Head.astro reads it as well, before the first paint.
import { load, onSaved, save } from "../storage.ts";
import { isRoute, type RouteName, usualRoute } from "./routes.ts";

const key = "route";

export const chosenRoute = (): RouteName => load(key, isRoute) ?? usualRoute;

/** Chooses a route, for this page too. */
export function chooseRoute(route: RouteName): void {
  document.documentElement.dataset.route = route;
  save(key, route);
}

/** Calls `listener` when another route is chosen, in this tab or another; returns an unsubscribe function. */
export const onRouteChosen = (listener: () => void): (() => void) => onSaved(key, listener);
