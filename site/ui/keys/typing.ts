// Whether a key is meant for a field, or for the page.

/**
 * Whether this key is part of a text, of a choice from a list or of a shortcut of the browser, and so doesn't act on the page.
 * @param target The innermost element with the focus.
 */
export function isTyping(event: KeyboardEvent, target: EventTarget | null | undefined): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("textarea, select, .xterm, [role=textbox], [role=combobox]"))
    return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|range|button|submit)$/.test(target.type);
}
