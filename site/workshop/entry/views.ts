// The pages that every phone loads are rendered at build time, with all their views. This decides which view is shown: a
// framework in the browser would weigh more than the pages.

/** Shows one of the page's views, which are marked with `data-view`. */
export function show(name: string): void {
  for (const view of document.querySelectorAll<HTMLElement>("[data-view]"))
    view.hidden = view.dataset.view !== name;
}

/** Returns the element marked with `data-part`. */
export function part<T extends HTMLElement = HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`The page needs an element with data-part="${name}".`);
  return found;
}

/** Writes a text into an element, or hides the element if there is none. */
export function setText(name: string, text: string | undefined): void {
  const element = part(name);
  element.hidden = text === undefined;
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
}

/** Returns a text that the page has in one of its attributes: `data-say-…`. */
export function words(name: string): string {
  return part("words").dataset[name] ?? "";
}

/** Asks for a name until there is one. */
export function askForName(name: string, join: (name: string) => void): void {
  const form = part<HTMLFormElement>("form");
  const field = part<HTMLInputElement>("name");
  const maxLength = 40;
  if (field.value === "") field.value = name;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = [...field.value.trim()].slice(0, maxLength).join("");
    part("empty").hidden = given !== "";
    field.setAttribute("aria-invalid", String(given === ""));
    if (given !== "") join(given);
  });
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}
