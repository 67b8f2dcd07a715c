// The choice of a route, in the menu; and links that begin a route, which choose it.

import { chooseRoute, chosenRoute, onRouteChosen } from "../../course/chosen-route.ts";
import { isRoute } from "../../course/routes.ts";

class RouteChoice extends HTMLElement {
  #end: (() => void) | undefined;

  connectedCallback() {
    const select = this.querySelector("select");
    if (!select) throw new Error("<ct-route> needs a <select>.");
    const show = () => {
      select.value = chosenRoute();
    };
    show();
    select.addEventListener("change", () => {
      if (isRoute(select.value)) chooseRoute(select.value);
    });
    this.#end = onRouteChosen(show);
  }

  disconnectedCallback() {
    this.#end?.();
  }
}
customElements.define("ct-route", RouteChoice);

// A link that begins a route chooses it, wherever it is on the page.
addEventListener("click", ({ target }) => {
  const link = target instanceof Element ? target.closest<HTMLElement>("[data-choose]") : null;
  if (isRoute(link?.dataset.choose)) chooseRoute(link.dataset.choose);
});
