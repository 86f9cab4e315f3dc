// Reads short messages as a handset does: octets → septets or UCS-2 → letters, with the national tables the header names, or,
// on a handset that ignores them, with the default alphabet. Source: 3GPP TS 23.038 (alphabets), TS 23.040 §9.2.3.24 (header).
import { DEFAULT, ESCAPE, EXTENSION } from "./gsm7.mjs";
import { NATIONAL } from "./national.mjs";
import { with_boxes } from "./script.mjs";

const SINGLE_SHIFT = 0x24;
const LOCKING_SHIFT = 0x25;
const EMPTY = "\0";

const octets_of = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** The tables that a header names; 0 is the default. A broken header names none. */
export function tables_of(header) {
  const tables = { locking: 0, single: 0 };
  for (let at = 1; at + 2 < header.length; at += 2 + header[at + 1]) {
    if (header[at + 1] !== 1) continue;
    if (header[at] === SINGLE_SHIFT) tables.single = header[at + 2];
    if (header[at] === LOCKING_SHIFT) tables.locking = header[at + 2];
  }
  return tables;
}

function septet_at(octets, nth) {
  const bit = 7 * nth;
  const pair = octets[bit >> 3] | ((octets[(bit >> 3) + 1] ?? 0) << 8);
  return (pair >> (bit & 7)) & 0x7f;
}

/** Letters of septets under the two tables; an undefined escape shows the locking table's letter in its place. */
function letters_of(septets, { locking, single }) {
  const base = NATIONAL.get(locking)?.lock ?? DEFAULT;
  const shifted = NATIONAL.get(single)?.single;
  const plain = (septet) => (septet === ESCAPE || base[septet] === EMPTY ? " " : base[septet]);
  let out = "";
  for (let at = 0; at < septets.length; at += 1) {
    if (septets[at] !== ESCAPE) {
      out += plain(septets[at]);
      continue;
    }
    const next = septets[(at += 1)];
    if (next === undefined) break;
    const letter = shifted ? shifted[next] : EXTENSION.get(next);
    out += letter === undefined || letter === EMPTY ? plain(next) : letter === "\f" ? "\n" : letter;
  }
  return out;
}

/** @param part {{dcs: number, udh: string, ud: string, udl: number}} @param honours whether national tables are known */
export function decode(part, honours) {
  const octets = octets_of(part.ud);
  const header = part.udh ? octets.subarray(0, octets[0] + 1) : octets.subarray(0, 0);
  if (part.dcs === 8) return new TextDecoder("utf-16be").decode(octets.subarray(header.length));
  const first = Math.ceil((8 * header.length) / 7); // the text begins at a septet's edge
  const septets = [];
  for (let nth = first; nth < part.udl; nth += 1) septets.push(septet_at(octets, nth));
  return letters_of(septets, honours ? tables_of(header) : { locking: 0, single: 0 });
}

/** What a handset shows of a message from the inbox. */
export function read_by(profile, { text, parts }) {
  if (parts.length === 0) return profile.sms_ucs2 ? text : with_boxes(text).shown;
  return parts
    .map((part) => {
      const letters = decode(part, profile.shift);
      return part.dcs === 8 && !profile.sms_ucs2 ? with_boxes(letters).shown : letters;
    })
    .join("");
}

/** Messages a text needs in UCS-2: 70 units in one, 67 in each of several (a header of 6 octets). */
export const ucs2_messages = (text) => (text.length <= 70 ? 1 : Math.ceil(text.length / 67));
