// IMImobile India: GET, no session id and no flag for a new dialogue; the code is the path's last part, `tid` counts
// requests. The header X-USSD-SESSION says whether the dialogue stays open. A hang-up comes as the text of an answer.
import { BrokenReply, form_of, must_be_ok } from "./callback.mjs";

export class Imimobile {
  #line;
  #suffix;
  #tid = crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000_000;

  constructor(line) {
    this.#line = line;
    this.#suffix = line.code.split("#")[0].replaceAll("*", "");
  }

  dial = (dialled) => this.#get(dialled);
  answer = (text) => this.#get(text);
  hang_up = () => this.#get("Map Dialog User Abort User Reason: User specific reason");

  read(reply) {
    must_be_ok(reply);
    const open = reply.header("x-ussd-session");
    if (open !== "0" && open !== "1") throw new BrokenReply("The reply has no X-USSD-SESSION header of 0 or 1.");
    return { text: reply.text, ended: open === "0" };
  }

  #get(message) {
    this.#tid += 1;
    const query = form_of([
      ["msisdn", this.#line.from.replace(/^\+91/, "")], // this provider sends ten digits without the country's code
      ["msg", message], ["tid", String(this.#tid)], ["dcs", "x"], ["code", "HAAT"],
    ]);
    return { method: "GET", path: `/in/${this.#line.route}/${this.#line.token}/${this.#suffix}?${query}`, headers: [], body: "" };
  }
}
