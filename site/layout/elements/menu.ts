// The list of lessons. It opens without JavaScript, as a popover. This keeps the focus inside while it's open, and removes the
// popover if the list is always visible.

class Menu extends HTMLElement {
  connectedCallback() {
    const always = matchMedia("(min-width: 78.125rem)");
    const settle = () => {
      this.popover = always.matches ? null : "auto";
    };
    settle();
    always.addEventListener("change", settle);
    this.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      for (const other of document.querySelectorAll(".frame, .sl-skip-link, .to-lab"))
        other.toggleAttribute("inert", open);
      const first = this.querySelector<HTMLElement>("[aria-current]") ?? this.querySelector("a");
      if (open) first?.focus();
    });
  }
}
customElements.define("ct-menu", Menu);
