// What a text costs on a USSD screen. One letter outside GSM 7-bit sends the whole screen to UCS-2; national tables are for
// SMS only (3GPP TS 23.038 §5). The gateway measures alike in locales/coding/measure.cpp.
import { septets_of } from "./gsm7.mjs";

/** A USSD string has 160 octets (3GPP TS 23.038 §5): 182 septets, and 80 UCS-2 units with nothing before them. */
export const OCTETS_MAX = 160;
export const CEILING = { gsm7: 182, ucs2: 80 };

/** @returns {{alphabet: "gsm7"|"ucs2", units: number, octets: number, because: string}} `because`: what forces UCS-2 */
export function measure(text) {
  let septets = 0;
  for (const letter of text) {
    const cost = septets_of(letter);
    if (cost === 0) return { alphabet: "ucs2", units: text.length, octets: 2 * text.length, because: letter };
    septets += cost;
  }
  return { alphabet: "gsm7", units: septets, octets: Math.ceil((septets * 7) / 8), because: "" };
}

/** "UCS-2, 44 of 80 units". */
export function in_words({ alphabet, units }, budget) {
  return alphabet === "gsm7" ? `GSM 7-bit, ${units} of ${budget.gsm7} septets` : `UCS-2, ${units} of ${budget.ucs2} units`;
}
