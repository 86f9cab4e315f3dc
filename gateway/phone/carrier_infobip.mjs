// Infobip: a small REST interface; the address holds the session and says what happens (start, response, end). Faults, too,
// come with HTTP 200, in responseExitCode.
import { BrokenReply, fresh_id, must_be_ok } from "./callback.mjs";

const CLOSED_BY_CALLER = 510; // the exit code of a caller who closed the dialogue

export class Infobip {
  #line;
  #session = "";

  constructor(line) {
    this.#line = line;
  }

  dial(dialled) {
    this.#session = fresh_id();
    return this.#ask("POST", "start", { msisdn: this.#digits(), text: dialled, shortCode: this.#line.code, ussdGwId: "11", language: null });
  }

  answer = (text) => this.#ask("POST", "response", { msisdn: this.#digits(), text });
  hang_up = () => this.#ask("PUT", "end", { reason: "user", exitCode: CLOSED_BY_CALLER });

  read(reply) {
    must_be_ok(reply);
    let said;
    try {
      said = JSON.parse(reply.text);
    } catch {
      throw new BrokenReply("The reply is not JSON.");
    }
    if (said?.responseExitCode !== 200) throw new BrokenReply(`The reply's responseExitCode is ${said?.responseExitCode}: ${said?.responseMessage ?? ""}`);
    if (typeof said.ussdMenu !== "string" || typeof said.shouldClose !== "boolean") throw new BrokenReply("The reply has no ussdMenu, or no shouldClose.");
    return { text: said.ussdMenu, ended: said.shouldClose };
  }

  #digits = () => this.#line.from.replace("+", "");

  #ask(method, verb, members) {
    const { user, password, route, token } = this.#line;
    const headers = [["Content-Type", "application/json"]];
    if (user) headers.push(["Authorization", `Basic ${btoa(`${user}:${password ?? ""}`)}`]);
    return { method, path: `/in/${route}/${token}/session/${this.#session}/${verb}`, headers, body: JSON.stringify(members) };
  }
}
