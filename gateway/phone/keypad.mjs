// The twelve keys: digits, and letters by pressing again (123 → abc → ABC with #).

const KEYS = [
  ["1", ".,?!"], ["2", "abc"], ["3", "def"],
  ["4", "ghi"], ["5", "jkl"], ["6", "mno"],
  ["7", "pqrs"], ["8", "tuv"], ["9", "wxyz"],
  ["*", "*+-/@&"], ["0", " 0"], ["#", ""],
];
const SPOKEN = { "*": "star", "#": "hash", 0: "0, blank", 1: "1, marks" };
const AGAIN_MS = 1000; // a key pressed again within this is the next letter on it

export const TYPING = ["123", "abc", "ABC"];

/** What the keys write, as a value: no page in it. */
export class Typing {
  mode = "123";
  #last = { key: "", at: -Infinity, nth: 0 };

  next_mode() {
    this.mode = TYPING[(TYPING.indexOf(this.mode) + 1) % TYPING.length];
    this.#last.key = "";
    return this.mode;
  }

  reset() {
    this.mode = "123";
    this.#last.key = "";
  }

  /** `text` after `key` was pressed at `now` (milliseconds). */
  press(key, text, now) {
    const letters = KEYS.find(([name]) => name === key)?.[1] ?? "";
    if (this.mode === "123" || !letters) return text + key;
    const round = letters + (letters.includes(key) ? "" : key);
    const again = this.#last.key === key && now - this.#last.at <= AGAIN_MS;
    const nth = again ? (this.#last.nth + 1) % round.length : 0;
    this.#last = { key, at: now, nth };
    const letter = this.mode === "ABC" ? round[nth].toUpperCase() : round[nth];
    return (again ? text.slice(0, -1) : text) + letter;
  }
}

/** Puts the keys into `pad`; `pressed(key)` is called for each press. */
export function lay_keys(pad, pressed) {
  for (const [key, letters] of KEYS) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.key = key;
    button.setAttribute("aria-label", SPOKEN[key] ?? `${key}, ${letters.split("").join(" ")}`);
    const digit = document.createElement("b");
    digit.textContent = key;
    const small = document.createElement("small");
    small.textContent = key === "0" ? "␣" : key === "#" ? "a/1" : key === "*" ? "" : letters;
    for (const part of [digit, small]) part.setAttribute("aria-hidden", "true");
    button.append(digit, small);
    button.addEventListener("click", () => pressed(key));
    pad.append(button);
  }
}
