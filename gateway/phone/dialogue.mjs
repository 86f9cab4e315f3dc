// One phone's USSD dialogues, one after the other: what is dialled, answered and hung up, through a carrier and the line.
import { BrokenReply } from "./callback.mjs";
import { carrier_for } from "./carriers.mjs";
import { send } from "./line.mjs";

export class Dialogue {
  #log;
  #carrier = null;
  #leaving = Promise.resolve();
  #turn = 0; // counts up, so that a reply nobody waits for any more is only logged
  open = false;

  /** @param log called with every exchange: {what, exchange, heard, fault, note?}; exchange is null when nothing went out */
  constructor(log) {
    this.#log = log;
  }

  /** @returns what the caller hears, {text, ended} or {fault}; null when she hung up meanwhile. */
  async dial(route, line, code) {
    this.hang_up();
    const turn = this.#turn;
    await this.#leaving; // a network tells of the old call's end before the next one
    if (turn !== this.#turn) return null;
    this.#carrier = carrier_for(route, line);
    return this.#take(`Dialled ${code}`, this.#carrier.dial(code));
  }

  answer(text) {
    return this.#take(`Answered “${text}”`, this.#carrier.answer(text));
  }

  /** Tells the network's side that the caller is gone; nothing to tell when no dialogue is open. */
  hang_up() {
    const open = this.open;
    this.lose_signal();
    if (open) this.#leaving = this.#leave(this.#carrier);
  }

  async #leave(carrier) {
    try {
      const request = await carrier.hang_up();
      if (!request) return this.#log({ what: "Hung up", exchange: null, heard: null, fault: "", note: "This provider has no notice of it: the gateway finds out by the silence." });
      const exchange = await send(request);
      this.#log({ what: "Hung up", exchange, heard: null, fault: exchange.fault });
    } catch (broken) {
      if (!(broken instanceof BrokenReply)) throw broken;
    }
  }

  /** The phone is gone and nobody says so to the gateway. */
  lose_signal() {
    this.open = false;
    this.#turn += 1;
  }

  async #take(what, asked) {
    this.open = true;
    const turn = ++this.#turn;
    const carrier = this.#carrier;
    let exchange = null;
    let heard = null;
    let fault = "";
    try {
      exchange = await send(await asked);
      fault = exchange.fault;
      if (exchange.reply) heard = await carrier.read(exchange.reply);
    } catch (broken) {
      if (!(broken instanceof BrokenReply)) throw broken;
      fault = broken.message;
    }
    this.#log({ what, exchange, heard, fault });
    if (turn !== this.#turn) return null;
    this.open = heard !== null && !heard.ended; // a network closes the dialogue when the answer is not one
    return heard ?? { fault };
  }
}
