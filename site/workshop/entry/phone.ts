// The script of a phone's page; see Phone.astro.

import { identity } from "../identity.ts";
import { awaitInfo } from "../info.ts";
import { joinAs } from "../take-part.ts";
import { onRefusal, type Refusal } from "../workshop-socket.ts";
import { openClient, type PhoneClient, type PhoneMessage } from "./client.ts";
import { askForName, part, setText, show, words } from "./views.ts";
import { createWakeLock } from "./wake-lock.ts";

const listed = 6;
let phone: PhoneClient | undefined;
let refusal: Refusal | undefined;
let wasUp = false;
let count = 0;
const keepAwake = createWakeLock(document, navigator.wakeLock);

askForName(identity()?.name ?? "", (name) => {
  joinAs(name);
  enter();
});
part("send").addEventListener("click", () => phone?.send(words("sends")));
if (identity()?.joined) enter();
else show("form");
void awaitInfo().then((info) => {
  if (info === null) show("none");
});

function enter() {
  show("phone");
  phone = openClient({ changed: draw, heard });
  onRefusal(phone.socket, (value) => {
    refusal = value;
    draw();
  });
  draw();
}

function draw() {
  if (!phone) return;
  const seat = phone.seat();
  const isUp = phone.socket.connected;
  wasUp ||= isUp;
  part("seat").dataset.server = seat?.server ?? "";
  setText("title", seat ? words(seat.server === "a" ? "seatA" : "seatB") : words("title"));
  setText("called", phone.name());
  part("lab").hidden = !seat;
  keepAwake(Boolean(seat));
  part<HTMLButtonElement>("send").disabled = !phone.isConnected();
  setText("trouble", refusal?.message);
  setText("status", refusal ? undefined : statusOf(isUp, seat !== undefined && !seat, phone.isConnected()));
}

function statusOf(isUp: boolean, isWaiting: boolean, isConnected: boolean): string | undefined {
  if (!isUp) return words(wasUp ? "away" : "connecting");
  if (isWaiting) return words("waiting");
  return isConnected ? undefined : words("lost");
}

/** Shows the newest message large, with a mark; the previous one goes into the list. */
function heard({ text, own }: PhoneMessage) {
  count += 1;
  const last = part("last");
  const before = last.querySelector("[data-text]");
  if (before) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("bdi"), { textContent: before.textContent }));
    if (last.dataset.own !== undefined)
      line.append(Object.assign(document.createElement("span"), { textContent: words("own") }));
    const log = part("log");
    log.prepend(line);
    while (log.children.length > listed) log.lastElementChild?.remove();
  }
  // A new element each time, so that each one flashes.
  const next = part<HTMLTemplateElement>("heard").content.cloneNode(true) as DocumentFragment;
  const shown = next.querySelector("[data-text]");
  if (shown) shown.textContent = text;
  const counted = next.querySelector("[data-count]");
  if (counted) counted.textContent = words(count === 1 ? "once" : "often").replace("§", String(count));
  last.replaceChildren(next);
  if (own) last.dataset.own = "";
  else delete last.dataset.own;
  // Vibrates, for people who aren't looking; some browsers don't have this function.
  navigator.vibrate?.(60);
}
