// How a text of the letters' screen travels as SMS: in UCS-2, and packed with national tables, and what this handset makes of it.
import { NATIONAL } from "./national.mjs";
import { script_of } from "./script.mjs";
import { read_by, tables_of, ucs2_messages } from "./sms.mjs";
import { in_words, measure } from "./units.mjs";

const messages = (count) => (count === 1 ? "1 message" : `${count} messages`);

function on_ussd(text, budget) {
  const cost = measure(text);
  return in_words(cost, budget) + (cost.units > budget[cost.alphabet] ? ": more than one page" : "");
}

function cell(name, text, native) {
  const out = document.createElement(name);
  out.textContent = text;
  if (native) Object.assign(out, script_of(text));
  return out;
}

function row(way, length, shown) {
  const out = document.createElement("tr");
  out.append(cell("th", way), cell("td", length), cell("td", shown, true));
  out.firstChild.scope = "row";
  return out;
}

/** @returns a row for the log */
export function travels(specimen, profile, budget) {
  const { text, sms } = specimen;
  const header = Uint8Array.from(sms.ud.slice(0, 2 * (parseInt(sms.ud.slice(0, 2), 16) + 1)).match(/../g), (pair) => parseInt(pair, 16));
  const { locking, single } = tables_of(header);
  const part = { dcs: 0, udh: sms.ud.slice(0, 2 * header.length), ud: sms.ud, udl: sms.udl };
  const table = document.createElement("table");
  table.append(document.createElement("tbody"));
  table.createCaption().textContent = `A draft text in ${specimen.name}, and what this handset shows of it`;
  table.tBodies[0].append(
    row("On USSD", on_ussd(text, budget), profile.ussd_ucs2 ? text : read_by({ sms_ucs2: false }, { text, parts: [] })),
    row("SMS in UCS-2", `${messages(ucs2_messages(text))} of up to 70 units, ${text.length} units`, read_by(profile, { text, parts: [] })),
    row(`SMS with national tables (${NATIONAL.get(locking).name} locking, ${NATIONAL.get(single).name} single)`, `1 message, ${sms.udl} of 160 septets`, read_by(profile, { text: "", parts: [part] })),
  );
  const out = document.createElement("li");
  out.className = "travel";
  const line = document.createElement("div");
  line.className = "line";
  line.append(cell("b", `Letters: ${specimen.name}`));
  out.append(line, table);
  return out;
}
