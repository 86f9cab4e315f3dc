// The GSM 7-bit default alphabet and its extension as data. Source: 3GPP TS 23.038 §6.2.1, §6.2.1.1. The same cells as
// locales/coding/alphabets.txt; tests/browser compares the two.

/** Cell 0x1B leads to the extension table and is no character. */
export const ESCAPE = 0x1b;

/** The character of each septet. */
export const DEFAULT = [
  ..."@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿",
  ..."abcdefghijklmnopqrstuvwxyzäöñüà",
];

/** Two septets each: escape and this. */
export const EXTENSION = new Map([
  [0x14, "^"], [0x28, "{"], [0x29, "}"], [0x2f, "\\"], [0x3c, "["], [0x3d, "~"], [0x3e, "]"], [0x40, "|"], [0x65, "€"],
]);

const SEPTETS = new Map(DEFAULT.filter((_, cell) => cell !== ESCAPE).map((letter) => [letter, 1]));
for (const letter of EXTENSION.values()) SEPTETS.set(letter, 2);

/** Septets of one character; 0 when the default alphabet and its extension do not have it. */
export const septets_of = (letter) => SEPTETS.get(letter) ?? 0;
