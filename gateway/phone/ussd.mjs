// What the gateway says on the screen, and what the caller answers.
import { is_code } from "./callback.mjs";
import { Dialogue } from "./dialogue.mjs";

export class Ussd {
  #parts;
  #dialogue;

  /** @param parts {{setting, log, show, shown, say, home}} */
  constructor(parts) {
    this.#parts = parts;
    this.#dialogue = new Dialogue((done) => this.#note(done));
  }

  get open() {
    return this.#dialogue.open;
  }

  async dial(code) {
    const { setting, show } = this.#parts;
    if (!is_code(code)) return this.#over("This gateway cannot make calls yet. Codes begin with * and end with #.");
    if (!setting.route) return this.#over("This gateway has no route that this phone can use.");
    const line = setting.line;
    if (!line) return this.#over("This route has a secret token. Write it beside the phone first.");
    show({ text: `Calling ${code}`, large: true, red: () => this.#hang_up(), right: ["Cancel", () => this.#hang_up()] });
    this.#hear(await this.#dialogue.dial(setting.route, line, code), code);
  }

  /** Hangs up what is open; the screen is somebody else's to draw. */
  end() {
    this.#dialogue.hang_up();
  }

  lose_signal() {
    this.#dialogue.lose_signal();
    this.#over("Signal lost. Dial again to go on where you were.");
  }

  async #answer(text, code) {
    if (text === "") return this.#parts.say("Type an answer first.");
    this.#parts.show({ text: "Sending", large: true, red: () => this.#hang_up(), right: ["Cancel", () => this.#hang_up()] });
    this.#hear(await this.#dialogue.answer(text), code);
  }

  #hang_up() {
    this.end();
    this.#parts.home();
  }

  #hear(heard, code) {
    if (heard === null) return; // hung up meanwhile
    if (heard.fault) return this.#over(heard.fault, code);
    if (heard.ended) return this.#over(heard.text, code, true);
    const send = (text) => this.#answer(text, code);
    this.#parts.show({
      text: heard.text,
      ussd: true,
      entry: { label: "Your answer" },
      left: ["Send", send],
      right: ["Cancel", () => this.#hang_up()],
      green: send,
      red: () => this.#hang_up(),
    });
  }

  #over(text, code, ussd = false) {
    const { show, home } = this.#parts;
    const again = code ?? this.#parts.setting.route?.service_code;
    show({
      text,
      ussd,
      left: ["OK", home],
      right: code ? ["Dial again", () => this.dial(code)] : undefined,
      green: () => again && this.dial(again),
      red: home,
    });
  }

  #note(done) {
    const { log, setting, shown } = this.#parts;
    log.add({ ...done, budget: setting.budget, boxes: done.heard ? shown(done.heard.text).boxes : 0, secret: setting.secret });
  }
}
