// Africa's Talking: one POST a turn; `text` holds ALL answers so far joined by "*", what was dialled behind the code first.
// The reply begins "CON " or "END ". A hang-up is a notice of its own with a status.
import { BrokenReply, FORM, behind_code, form_of, fresh_id, must_be_ok } from "./callback.mjs";

const NETWORK = "99999"; // the provider's own test network

export class AfricasTalking {
  #line;
  #session = "";
  #code = "";
  #said = [];

  constructor(line) {
    this.#line = line;
  }

  dial(dialled) {
    const behind = behind_code(this.#line.code, dialled);
    this.#session = `ATUid_${fresh_id()}`;
    this.#code = behind === null ? dialled : this.#line.code; // another service's code: the gateway decides what it means
    this.#said = behind ? [behind] : [];
    return this.#turn();
  }

  answer(text) {
    this.#said.push(text);
    return this.#turn();
  }

  hang_up() {
    return this.#post([
      ["sessionId", this.#session], ["serviceCode", this.#code], ["networkCode", NETWORK],
      ["phoneNumber", this.#line.from], ["status", "Incomplete"], ["cost", "INR 0.0000"],
    ]);
  }

  read(reply) {
    must_be_ok(reply);
    const mark = reply.text.slice(0, 4);
    if (mark !== "CON " && mark !== "END ") throw new BrokenReply("The reply begins neither with CON nor with END.");
    return { text: reply.text.slice(4), ended: mark === "END " };
  }

  #turn() {
    return this.#post([
      ["sessionId", this.#session], ["serviceCode", this.#code], ["phoneNumber", this.#line.from],
      ["networkCode", NETWORK], ["text", this.#said.join("*")],
    ]);
  }

  #post(fields) {
    return { method: "POST", path: `/in/${this.#line.route}/${this.#line.token}`, headers: [["Content-Type", FORM]], body: form_of(fields) };
  }
}
