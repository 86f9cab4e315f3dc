// Comviva Flares (Airtel): GET with SessionID; the first input is the dialled code without its star and hash, later ones are
// plain answers. Freeflow FC keeps the dialogue open, FB closes it. A hang-up is a clean-up call with `msisdn` in small letters.
import { BrokenReply, form_of, fresh_id, must_be_ok } from "./callback.mjs";

export class Comviva {
  #line;
  #session = "";

  constructor(line) {
    this.#line = line;
  }

  dial(dialled) {
    this.#session = `s-${fresh_id()}`;
    return this.#turn(dialled.replace(/^\*/, "").replace(/#$/, ""));
  }

  answer = (text) => this.#turn(text);

  hang_up() {
    // 522: the code seen from a phone that closed the dialogue
    return this.#get([["SessionID", this.#session], ["msisdn", this.#digits()], ["clean", "clean-session"], ["error", "522"]]);
  }

  read(reply) {
    must_be_ok(reply);
    const flow = reply.header("freeflow");
    if (flow !== "FC" && flow !== "FB") throw new BrokenReply("The reply has no Freeflow header of FC or FB.");
    return { text: reply.text, ended: flow === "FB" };
  }

  #digits = () => this.#line.from.replace("+", "");

  #turn(input) {
    return this.#get([["SessionID", this.#session], ["MSISDN", this.#digits()], ["MSC", "msc"], ["input", input]]);
  }

  #get(fields) {
    const { user, password } = this.#line;
    if (user) fields.push(["userid", user], ["password", password ?? ""]);
    return { method: "GET", path: `/in/${this.#line.route}/${this.#line.token}?${form_of(fields)}`, headers: [], body: "" };
  }
}
