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

  /** @param log called with every exchange: {what, exchange, heard, fault} */
  constructor(log) {
    this.#log = log;
  }

  /** @returns what the caller hears, {text, ended} or {fault}; null when she hung up meanwhile. */
  async dial(provider, line, code) {
    this.hang_up();
    const turn = this.#turn;
    await this.#leaving; // a network tells of the old call's end before the next one
    if (turn !== this.#turn) return null;
    this.#carrier = carrier_for(provider, line);
    return this.#take(`Dialled ${code}`, this.#carrier.dial(code));
  }

  answer(text) {
    return this.#take(`Answered “${text}”`, this.#carrier.answer(text));
  }

  /** Tells the network's side that the caller is gone; nothing to tell when no dialogue is open. */
  hang_up() {
    const open = this.open;
    this.lose_signal();
    if (!open) return;
    this.#leaving = send(this.#carrier.hang_up()).then((exchange) => this.#log({ what: "Hung up", exchange, heard: null, fault: exchange.fault }));
  }

  /** The phone is gone and nobody says so to the gateway. */
  lose_signal() {
    this.open = false;
    this.#turn += 1;
  }

  async #take(what, request) {
    this.open = true;
    const turn = ++this.#turn;
    const carrier = this.#carrier;
    const exchange = await send(request);
    let heard = null;
    let fault = exchange.fault;
    try {
      if (exchange.reply) heard = carrier.read(exchange.reply);
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
