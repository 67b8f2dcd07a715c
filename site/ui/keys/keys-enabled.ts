// Whether single keys act on the page, as the reader wants it. Kept in the browser.
import { load, save } from "../../storage.ts";

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

export const areKeysOn = (): boolean => load("keys", isBoolean) ?? true;
export const switchKeys = (isOn: boolean): void => void save("keys", isOn);
