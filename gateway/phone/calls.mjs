// The call screen's state. Whatever rings a phone calls `calls.ring`; nothing in this gateway does yet.

export class Calls extends EventTarget {
  state = ""; // "", "ringing", "talking"
  from = "";
  #heard = {};

  /**
   * Rings the phone. @returns false when it is busy.
   * @param {string} from  who rings, as the screen shows it
   * @param {{answered?: () => void, ended?: () => void, pressed?: (key: string) => void}} heard  what the caller's side is told
   */
  ring(from, heard = {}) {
    if (this.state) return false;
    this.from = String(from).slice(0, 20);
    this.#heard = heard;
    this.#become("ringing");
    return true;
  }

  answer() {
    if (this.state !== "ringing") return;
    this.#become("talking");
    this.#heard.answered?.();
  }

  /** A key pressed during a call: the other side hears a tone. */
  press(key) {
    if (this.state === "talking") this.#heard.pressed?.(key);
  }

  /** Either side ends or rejects. */
  end() {
    if (!this.state) return;
    this.#become("");
    this.#heard.ended?.();
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

export const calls = new Calls();
