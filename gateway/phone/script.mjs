// Which script a text is written in, so that a browser picks the right letters, direction and (for a screen reader) voice.

const SCRIPTS = [
  // first, last, language of most readers in India, direction
  [0x0900, 0x097f, "hi", "ltr"],
  [0x0980, 0x09ff, "bn", "ltr"],
  [0x0a00, 0x0a7f, "pa", "ltr"],
  [0x0a80, 0x0aff, "gu", "ltr"],
  [0x0b00, 0x0b7f, "or", "ltr"],
  [0x0b80, 0x0bff, "ta", "ltr"],
  [0x0c00, 0x0c7f, "te", "ltr"],
  [0x0c80, 0x0cff, "kn", "ltr"],
  [0x0d00, 0x0d7f, "ml", "ltr"],
  [0x0600, 0x06ff, "ur", "rtl"],
  [0x0750, 0x077f, "ur", "rtl"],
  [0xfb50, 0xfdff, "ur", "rtl"],
  [0xfe70, 0xfefe, "ur", "rtl"],
];
const LATIN = /\p{Script=Latin}/u;

/**
 * The script with the most letters. Not the first strong letter, as a paragraph would take: a Latin name on top of an Urdu
 * menu must not turn the menu round.
 * @returns {{lang: string, dir: "ltr"|"rtl"}}
 */
export function script_of(text) {
  const votes = new Map([["en", 0]]);
  const ways = new Map([["en", "ltr"]]);
  for (const letter of text) {
    const point = letter.codePointAt(0);
    const row = SCRIPTS.find(([first, last]) => point >= first && point <= last);
    const lang = row ? row[2] : LATIN.test(letter) ? "en" : "";
    if (!lang) continue;
    votes.set(lang, (votes.get(lang) ?? 0) + 1);
    if (row) ways.set(lang, row[3]);
  }
  const [lang] = [...votes].reduce((best, next) => (next[1] > best[1] ? next : best));
  return { lang, dir: ways.get(lang) };
}

/** What a handset that has no native letters shows: a box for each unit it cannot show. */
export function with_boxes(text) {
  let boxes = 0;
  const shown = [...text]
    .map((letter) => {
      if (letter === "\n" || /[\u0020-\u024f\u0370-\u03ff€]/u.test(letter)) return letter;
      boxes += 1;
      return "\u25a1";
    })
    .join("");
  return { shown, boxes };
}
