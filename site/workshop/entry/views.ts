// The pages that every phone loads are drawn when the site is built, in all the views they may have. What is shown of them
// is decided here: a framework in the browser would weigh more than the pages.

/** Shows one of the page's views, each marked with `data-view`. */
export function show(name: string): void {
  for (const view of document.querySelectorAll<HTMLElement>("[data-view]"))
    view.hidden = view.dataset.view !== name;
}

/** The element marked with `data-part`. */
export function part<T extends HTMLElement = HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`The page needs an element with data-part="${name}".`);
  return found;
}

/** Writes a text, or hides the element where there is none. */
export function tell(name: string, text: string | undefined): void {
  const element = part(name);
  element.hidden = text === undefined;
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
}

/** A text of the page that stands in one of its attributes: `data-say-…`. */
export function words(name: string): string {
  return part("words").dataset[name] ?? "";
}

/** Asks for a name, and again while there is none. */
export function onName(name: string, join: (name: string) => void): void {
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
}
