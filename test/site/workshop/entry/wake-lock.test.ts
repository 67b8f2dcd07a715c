// A phone's screen stays on while it's part of the cluster.
import { expect, test } from "vitest";
import { createWakeLock } from "../../../../site/workshop/entry/wake-lock.ts";

/** A page and its browser, which counts locks that are held. As browsers do, it releases them when the page is hidden. */
function openPhone({ refuses = false } = {}) {
  const listeners: (() => void)[] = [];
  const held = new Set<object>();
  const page = {
    visibilityState: "visible" as DocumentVisibilityState,
    addEventListener: (_type: string, listener: () => void) => void listeners.push(listener),
  };
  const wakeLock = {
    request: async () => {
      if (refuses || page.visibilityState === "hidden") throw new DOMException("no", "NotAllowedError");
      const lock = { release: async () => void held.delete(lock) };
      held.add(lock);
      return lock as unknown as WakeLockSentinel;
    },
  };
  return {
    page: page as unknown as Document,
    wakeLock,
    held: () => held.size,
    async show(state: DocumentVisibilityState) {
      page.visibilityState = state;
      if (state === "hidden") held.clear();
      for (const listener of listeners) listener();
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("is asked for once while it's needed, again when the page is seen again, and given back", async () => {
  const phone = openPhone();
  const keepAwake = createWakeLock(phone.page, phone.wakeLock);
  keepAwake(false);
  await settled();
  expect(phone.held()).toBe(0);
  keepAwake(true);
  keepAwake(true);
  await settled();
  expect(phone.held()).toBe(1);
  await phone.show("hidden");
  expect(phone.held()).toBe(0);
  await phone.show("visible");
  expect(phone.held()).toBe(1);
  keepAwake(false);
  await settled();
  expect(phone.held()).toBe(0);
  await phone.show("hidden");
  await phone.show("visible");
  expect(phone.held()).toBe(0);
});

test("that becomes necessary behind another page is asked for when the page is seen", async () => {
  const phone = openPhone();
  const keepAwake = createWakeLock(phone.page, phone.wakeLock);
  await phone.show("hidden");
  keepAwake(true);
  await settled();
  expect(phone.held()).toBe(0);
  await phone.show("visible");
  expect(phone.held()).toBe(1);
});

test("that a browser refuses or doesn't have changes nothing", async () => {
  const phone = openPhone({ refuses: true });
  for (const wakeLock of [phone.wakeLock, undefined]) {
    const keepAwake = createWakeLock(phone.page, wakeLock);
    keepAwake(true);
    await phone.show("hidden");
    await phone.show("visible");
    keepAwake(false);
    await settled();
  }
  expect(phone.held()).toBe(0);
});
