// The phone's screen: draws one view at a time as the chosen handset would, and tells a screen reader what is new on it.
import { script_of, with_boxes } from "./script.mjs";
import { measure } from "./units.mjs";

const $ = (id) => document.getElementById(id);
const ZOOM_MAX = 3;
const WIDTH_MAX = 264; // CSS pixels between the edges of the handset
const COMPACT_BELOW = 100; // pixels: a lower screen has no room for an entry that is empty

/**
 * @typedef {object} View
 * @property {string} [title]
 * @property {string} [text]
 * @property {boolean} [ussd]      came over USSD: what the handset cannot show there stands as boxes
 * @property {boolean} [large]
 * @property {boolean} [home]      the first screen: nothing is lost when it is drawn anew
 * @property {{label: string, lang?: string, choose: () => void}[]} [items]
 * @property {{label: string, hint?: string}} [entry]
 * @property {[string, () => void]} [left]   soft key: label and what it does
 * @property {[string, () => void]} [typed]  the left soft key while something is typed
 * @property {[string, () => void]} [right]
 * @property {() => void} [green]
 * @property {() => void} [red]
 * @property {(key: string) => boolean} [key]  takes a key of the pad; true when it was used up
 * @property {string} [say]        what a screen reader says instead of title and text
 */

export class Screen {
  /** @type {View} */
  view = {};
  #profile;

  set profile(profile) {
    this.#profile = profile;
    const style = $("screen").style;
    const zoom = Math.min(ZOOM_MAX, WIDTH_MAX / profile.width);
    style.setProperty("--width", `${profile.width * zoom}px`);
    style.setProperty("--height", `${profile.height * zoom}px`);
    style.setProperty("--letter", `${profile.letter * zoom}px`);
    $("screen").classList.toggle("compact", profile.height < COMPACT_BELOW);
    if (this.view.left || this.view.text) this.draw(this.view, false);
  }

  /** What of `text` this handset shows where it came over USSD. */
  shown(text) {
    const native = this.#profile.ussd_ucs2 || measure(text).alphabet === "gsm7";
    return native ? { shown: text, boxes: 0 } : with_boxes(text);
  }

  /** @param {View} view */
  draw(view, aloud = true) {
    this.view = view;
    const { shown, boxes } = view.ussd ? this.shown(view.text) : { shown: view.text ?? "", boxes: 0 };
    write($("title"), view.title ?? "");
    write($("text"), shown);
    $("text").classList.toggle("large", Boolean(view.large));
    this.#draw_items(view.items ?? []);
    this.#draw_entry(view.entry);
    this.label();
    $("window").scrollTop = 0;
    this.mark_more();
    if (aloud) this.say(view.say ?? spoken(view, shown, boxes));
  }

  get left() {
    return (this.view.entry && $("entry").value && this.view.typed) || this.view.left;
  }

  /** Whether there is more above or below. */
  mark_more() {
    const { scrollTop, scrollHeight, clientHeight } = $("window");
    $("more").textContent = (scrollTop > 1 ? "▲" : "") + (scrollTop + clientHeight < scrollHeight - 1 ? "▼" : "");
  }

  /** Soft keys' labels; the right one clears while something is typed. */
  label() {
    const typed = this.view.entry && $("entry").value !== "";
    const labels = { left: this.left?.[0] ?? "", right: typed ? "Clear" : (this.view.right?.[0] ?? "") };
    for (const [side, label] of Object.entries(labels)) {
      $(`${side}-label`).textContent = label;
      $(side).setAttribute("aria-label", label ? `${label} (${side} soft key)` : `${side === "left" ? "Left" : "Right"} soft key`);
      $(side).disabled = !label;
    }
  }

  /** Says the same words again when they come again. */
  say(words) {
    const voice = $("voice");
    voice.textContent = "";
    requestAnimationFrame(() => (voice.textContent = words));
  }

  /** One row up or down; in a list, the next item. */
  move(step) {
    const buttons = [...$("items").querySelectorAll("button")];
    if (buttons.length > 0) {
      const at = buttons.indexOf(document.activeElement);
      const next = at < 0 ? (step > 0 ? 0 : buttons.length - 1) : (at + step + buttons.length) % buttons.length;
      buttons[next].focus();
      return;
    }
    $("window").scrollBy({ top: step * parseFloat(getComputedStyle($("text")).lineHeight) });
  }

  #draw_items(items) {
    $("items").hidden = items.length === 0;
    $("items").replaceChildren(
      ...items.map((item) => {
        const button = document.createElement("button");
        button.type = "button";
        write(button, item.label);
        button.addEventListener("click", item.choose);
        const row = document.createElement("li");
        row.append(button);
        return row;
      }),
    );
  }

  #draw_entry(entry) {
    $("entry").hidden = !entry;
    $("entry").value = "";
    $("entry").setAttribute("inputmode", "none");
    if (!entry) return;
    $("entry").setAttribute("aria-label", entry.label);
    $("entry").placeholder = entry.hint ?? " ";
  }
}

function write(element, text) {
  const { lang, dir } = script_of(text);
  element.hidden = text === "";
  element.textContent = text;
  element.lang = lang;
  element.dir = dir;
}

function spoken(view, shown, boxes) {
  const said = [view.title, boxes ? `${boxes} letters that this phone cannot show. ${shown.replaceAll("□", "")}` : shown];
  if (view.entry && view.ussd) said.push("Type an answer, then press Enter.");
  if (view.items?.length) said.push(view.items.map((item) => item.label).join(", "));
  return said.filter(Boolean).join("\n");
}
