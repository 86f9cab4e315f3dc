// Messages by the demo's own network: what the gateway sends to this number arrives here, and what is written here goes to it.
// Nothing leaves the machine. A gateway without it (404) is asked no more.

const EVERY_MS = 2000;

export class Network {
  #number = () => "";
  #last = 0;
  #of = "";
  #inbox;
  there = false;

  /** @param {() => string} number of the phone; @param inbox where messages arrive */
  constructor(number, inbox) {
    this.#number = number;
    this.#inbox = inbox;
  }

  /** Asks now, and then while the page is looked at. */
  async begin() {
    if (!(await this.fetch())) return;
    this.there = true;
    setInterval(() => document.hidden || this.fetch(), EVERY_MS);
  }

  /** @returns {Promise<boolean>} whether there is such a network */
  async fetch() {
    const number = this.#number();
    if (number !== this.#of) {
      this.#of = number;
      this.#last = 0;
      this.#inbox.empty();
    }
    const answer = await fetch(`/phone/sms?number=${encodeURIComponent(number)}&after=${this.#last}`).catch(() => undefined);
    if (!answer) return this.there; // the gateway is away: asked again
    if (!answer.ok) return answer.status === 400;
    const { messages } = await answer.json();
    if (number !== this.#number()) return true; // another phone meanwhile
    for (const { id, from, text } of messages) {
      this.#last = Math.max(this.#last, id);
      this.#inbox.receive({ from, text });
    }
    return true;
  }

  /** @returns {Promise<boolean>} whether the gateway has it */
  async send(to, text) {
    const body = JSON.stringify({ from: this.#number(), to, text });
    const answer = await fetch("/phone/sms", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => undefined);
    setTimeout(() => this.fetch(), 100);
    return answer?.status === 202;
  }
}
