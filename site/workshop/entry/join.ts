// The script of the join page; see Join.astro.

import { toLocale } from "../../locale.ts";
import { identity } from "../identity.ts";
import { awaitInfo } from "../info.ts";
import { keepCode } from "../pairs/code-of-link.ts";
import { addressOf } from "../progress.ts";
import { joinAs, leave } from "../take-part.ts";
import { connect, onRefusal, type WorkshopSocket } from "../workshop-socket.ts";
import { askForName, part, setText, show, words } from "./views.ts";

const sitCode = keepCode();
const isPhone = matchMedia("(pointer: coarse) and (width < 48rem)").matches;
let socket: WorkshopSocket | undefined;

if (isPhone) part("ways").prepend(part("phone"));
askForName(identity()?.name ?? "", (name) => {
  joinAs(name);
  enter();
});
part("rename").addEventListener("click", ask);
if (identity()?.joined) enter();
void awaitInfo().then((info) => {
  if (info === null) show("none");
});

function ask() {
  socket?.close();
  show("form");
  part("name").focus();
}

function enter() {
  show("in");
  setText("called", identity()?.name ?? "");
  setText("trouble", undefined);
  setText("status", words(isPhone ? "joined" : "connecting"));
  if (sitCode !== undefined) setText("begin-about", words("sit").replace("§", sitCode));
  // A phone's user joins as a client; on the roster they would only be offline.
  if (isPhone) return;
  socket?.close();
  const opened = connect(() => ({
    role: "learner",
    key: identity()?.key ?? "",
    name: identity()?.name ?? "",
  }));
  socket = opened;
  const look = () => setText("status", words(opened.connected ? "joined" : "connecting"));
  opened.on("connect", look);
  opened.on("disconnect", look);
  onRefusal(opened, (refusal) => setText("trouble", refusal?.message));
  opened.on("you", ({ name }) => setText("called", joinAs(name).name));
  opened.on("room", ({ lead }) => {
    if (!lead) return;
    part<HTMLAnchorElement>("lesson").href = addressOf(lead, toLocale(words("locale")));
    setText("begin", words("follow").replace("§", lead.lesson.slice(0, 2)));
    if (sitCode === undefined) setText("begin-about", words("followAbout"));
  });
  opened.on("removed", () => {
    leave();
    ask();
  });
}
