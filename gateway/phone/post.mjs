// Messages of the phone's number, there and back: looks for what came, hands over what was written. A gateway that sends no
// messages answers 404, and then this phone has no post.

const LOOK_EVERY_MS = 2000;

export class Post {
  open = false; // this gateway carries messages to the phone
  #parts;
  #number = "";
  #after = 0;
  #looking = false;

  /** @param parts {{number: () => string, inbox: import("./inbox.mjs").Inbox, fetch?: typeof fetch}} */
  constructor(parts) {
    this.#parts = { fetch: (...what) => fetch(...what), ...parts };
  }

  /** Looks now, and then every two seconds while the page is seen. */
  begin() {
    this.look();
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK_EVERY_MS);
  }

  async look() {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const number = this.#parts.number();
      if (number !== this.#number) [this.#number, this.#after] = [number, 0];
      const reply = await this.#parts.fetch(`inbox.json?phone=${encodeURIComponent(number)}&after=${this.#after}`);
      this.open = reply.ok;
      if (!reply.ok) return;
      const { messages } = await reply.json();
      if (number !== this.#parts.number()) return; // another phone is in hand meanwhile
      for (const { id, from, text } of messages) {
        this.#after = Math.max(this.#after, id);
        if (text !== "") this.#parts.inbox.receive({ from, text });
      }
    } catch {
      this.open = false; // the gateway is away; it is looked for again
    } finally {
      this.#looking = false;
    }
  }

  /** @returns {Promise<boolean>} whether the gateway has it */
  async send(text) {
    try {
      const reply = await this.#parts.fetch("sms", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ phone: this.#parts.number(), text }),
      });
      return reply.ok;
    } catch {
      return false;
    }
  }
}
