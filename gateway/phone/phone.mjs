// The phone put together: keys, screen, dialogues, messages, calls, and the panels beside it. What it shows on its screen is
// in menu.mjs (its own menu) and ussd.mjs (what the gateway says).
import { calls } from "./calls.mjs";
import { inbox } from "./inbox.mjs";
import { Typing, lay_keys } from "./keypad.mjs";
import { Log } from "./log.mjs";
import { Menu } from "./menu.mjs";
import { Post } from "./post.mjs";
import { Screen } from "./screen.mjs";
import { Setting } from "./setting.mjs";
import { Ussd } from "./ussd.mjs";

const $ = (id) => document.getElementById(id);
const entry = $("entry");

const routes = await fetch("routes.json").then((reply) => reply.json()).then((told) => told.routes, () => {
  $("text").textContent = "The gateway does not answer. Load this page again.";
  return [];
});
const log = new Log();
const screen = new Screen();
const typing = new Typing();
const setting = new Setting($("setting"), routes, {
  onchange: (key) => {
    if (key === "handset") screen.profile = setting.profile;
    else start_again();
  },
  onlost: () => (ussd.open ? ussd.lose_signal() : screen.say("No call is open.")),
});
screen.profile = setting.profile;

/** Shows a view; the keyboard follows the phone, unless it is busy beside it. */
function show(view, aloud = true) {
  const beside = document.activeElement?.closest(".beside");
  typing.reset();
  screen.draw(view, aloud);
  label();
  if (beside) return;
  if (view.entry) entry.focus({ preventScroll: true });
  else if (view.items?.length) $("items").querySelector("button").focus({ preventScroll: true });
  else $("window").focus({ preventScroll: true });
}

const ussd = new Ussd({ setting, log, show, shown: (text) => screen.shown(text), say: (words) => screen.say(words), home: () => menu.home() });
const post = new Post({ number: () => setting.number, inbox });
const idle = () => Boolean(screen.view.home) && entry.value === "";
const menu = new Menu({ setting, log, show, say: (words) => screen.say(words), idle, ussd, inbox, calls, post });

function label() {
  screen.label();
  screen.mark_more(); // an entry that appears takes room from the text
  $("typing").textContent = screen.view.entry ? typing.mode : "";
  $("unread").textContent = inbox.unread ? `✉ ${inbox.unread}` : "";
}

function start_again() {
  ussd.end();
  for (const code of document.querySelectorAll("#code")) code.textContent = setting.route?.service_code ?? "";
  menu.home();
}

function clear_last() {
  const letters = [...new Intl.Segmenter().segment(entry.value)].map(({ segment }) => segment);
  entry.value = letters.slice(0, -1).join("");
  label();
}

const press = {
  left: () => screen.left?.[1](entry.value),
  right: () => (screen.view.entry && entry.value ? clear_last() : screen.view.right?.[1]()),
  green: () => (screen.view.green ?? screen.view.left?.[1])?.(entry.value),
  red: () => (screen.view.red ?? (() => menu.home()))(),
  up: () => screen.move(-1),
  down: () => screen.move(1),
};

function press_key(key) {
  const { view } = screen;
  if (view.key?.(key)) return;
  if (!view.entry) {
    const item = view.items?.[Number(key) - 1];
    if (item) item.choose();
    return;
  }
  if (key === "#" && view.ussd) {
    screen.say({ 123: "Digits", abc: "Small letters", ABC: "Capital letters" }[typing.next_mode()]);
  } else {
    entry.value = typing.press(key, entry.value, performance.now()).slice(0, entry.maxLength);
  }
  label();
}

lay_keys($("pad"), press_key);
for (const [id, pressed] of Object.entries(press)) $(id).addEventListener("click", pressed);
entry.addEventListener("input", label);
$("window").addEventListener("scroll", () => screen.mark_more());
// A tap into the field asks for the touch screen's own keyboard, which has all letters; the keys above do not.
entry.addEventListener("pointerdown", (event) => event.pointerType === "touch" && entry.setAttribute("inputmode", "text"));
$("empty").addEventListener("click", () => log.clear());
inbox.addEventListener("change", label);

const KEYBOARD = { Enter: "green", Escape: "red", ArrowUp: "up", ArrowDown: "down" };
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || target.closest(".beside")) return;
  const does = KEYBOARD[event.key];
  if (event.key === "Enter" && target.closest("button")) return; // the button's own
  if (does) {
    event.preventDefault();
    press[does]();
  } else if (target !== entry && /^[0-9*#]$/.test(event.key) && (!screen.view.entry || screen.view.key)) {
    press_key(event.key);
  } else if (target !== entry && screen.view.entry && event.key.length === 1 && !(event.key === " " && target.closest("button"))) {
    entry.focus(); // the letter itself arrives there
  }
});

start_again();
post.begin();
performance.mark("first-screen"); // tests/browser reads it: from the address to a phone that can be dialled
