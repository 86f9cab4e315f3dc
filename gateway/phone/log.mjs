// The log beside the phone: every callback and its reply as bytes, and the length that the screen used.
import { hex_rows } from "./bytes.mjs";
import { OCTETS_MAX, in_words, measure } from "./units.mjs";

const $ = (id) => document.getElementById(id);
const ENTRIES_MAX = 200; // an afternoon of trying; the oldest leave first

function element(name, className, text) {
  const out = document.createElement(name);
  if (className) out.className = className;
  if (text !== undefined) out.textContent = text;
  return out;
}

/** One side of an exchange, drawn when it is opened. */
function side(summary, bytes, secret) {
  const out = element("details");
  out.append(element("summary", "", summary));
  out.addEventListener("toggle", () => {
    if (!out.open || out.childElementCount > 1) return;
    const shown = secret ? masked(bytes, secret) : bytes;
    const text = element("pre", "text", new TextDecoder().decode(shown));
    const hex = element("pre", "hex", hex_rows(shown, out.clientWidth > 560 ? 16 : 8));
    for (const [pre, name] of [[text, "as text"], [hex, "as bytes"]]) {
      pre.tabIndex = 0; // may scroll sideways, so a keyboard must get there
      pre.setAttribute("role", "group");
      pre.setAttribute("aria-label", `${summary}, ${name}`);
    }
    out.append(text, hex);
  });
  return out;
}

/** A route's secret is not for screenshots: as many x as it is long, so that lengths stay. */
function masked(bytes, secret) {
  const text = new TextDecoder().decode(bytes).replaceAll(secret, "x".repeat(secret.length));
  return new TextEncoder().encode(text);
}

/** "UCS-2, 44 of 80 units" with a meter, and the octets on the air. */
function length_of(text, budget) {
  const cost = measure(text);
  const out = element("div", "length");
  const meter = element("meter");
  meter.max = budget[cost.alphabet];
  meter.value = cost.units;
  meter.setAttribute("aria-hidden", "true");
  const words = element("span", "", in_words(cost, budget));
  const air = element("small", "", ` ${cost.octets} of ${OCTETS_MAX} octets on the air${cost.because ? `; “${cost.because}” is not in GSM 7-bit` : ""}`);
  out.append(meter, words, air);
  if (cost.units > budget[cost.alphabet]) out.append(element("strong", "over", "Longer than the route carries"));
  return out;
}

export class Log {
  /** @param entry {{what, exchange, heard, fault, note, budget, boxes, secret}}; exchange is null when nothing went out */
  add({ what, exchange, heard, fault, note, budget, boxes, secret }) {
    const row = element("li", fault ? "exchange faulty" : "exchange");
    const line = element("div", "line");
    line.append(element("b", "", what));
    if (exchange) line.append(element("span", "took", `${exchange.took_ms < 10 ? exchange.took_ms.toFixed(1) : Math.round(exchange.took_ms)} ms`));
    row.append(line);
    if (heard?.text) row.append(length_of(heard.text, budget));
    if (note) row.append(element("p", "note", note));
    if (boxes) row.append(element("p", "note", `This handset shows ${boxes} of its letters as boxes.`));
    if (fault) row.append(element("p", "note", fault));
    if (exchange) row.append(side(`Callback: ${exchange.request.method}, ${exchange.sent.length} octets`, exchange.sent, secret));
    if (exchange?.heard) row.append(side(`Reply: ${exchange.reply.status}, ${exchange.heard.length} octets`, exchange.heard, secret));
    this.put(row);
  }

  put(row) {
    $("log").prepend(row);
    while ($("log").childElementCount > ENTRIES_MAX) $("log").lastElementChild.remove();
    $("log-empty").hidden = true;
    $("empty").hidden = false;
  }

  clear() {
    $("log").replaceChildren();
    $("log-empty").hidden = false;
    $("empty").hidden = true;
  }
}
