// Any provider that is a mapping file: the gateway itself says which callback its network would send next and what it would
// show of a reply (POST /phone/play). The callback then goes over the same way as every other.
import { BrokenReply, fresh_id, must_be_ok } from "./callback.mjs";

async function ask(question) {
  const reply = await fetch("/phone/play", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) });
  const told = await reply.json();
  if (told.fault) throw new BrokenReply(told.fault);
  return told;
}

export class Played {
  #line;
  #dialogue;

  constructor(line) {
    this.#line = line;
  }

  dial(dialled) {
    this.#dialogue = { route: this.#line.route, from: this.#line.from, session: fresh_id(), dialled, said: [] };
    return this.#next();
  }

  answer(text) {
    this.#dialogue.said.push(text);
    return this.#next();
  }

  hang_up() {
    this.#dialogue.hang_up = true;
    return this.#next();
  }

  async read(reply) {
    if (reply.status === 403) must_be_ok(reply); // the route's door, before any provider's format
    return ask({ ...this.#dialogue, reply: { status: reply.status, headers: reply.headers, body: reply.text } });
  }

  /** @returns the callback; null where this provider has no such notice. */
  async #next() {
    // Never the same twice: a transaction that comes again means the same answer again.
    this.#dialogue.transaction = String(crypto.getRandomValues(new Uint32Array(1))[0]);
    const { method, path, headers, body } = await ask(this.#dialogue);
    if (!method) return null;
    const cookie = headers.find(([name]) => name.toLowerCase() === "cookie")?.[1];
    return {
      method,
      path: `/in/${this.#line.route}/${this.#line.token}${path.replace(/^\/(?=\?|$)/, "")}`,
      headers: headers.filter(([name]) => name.toLowerCase() !== "cookie"),
      cookie,
      body,
    };
  }
}
