// The phone's own menu: its first screen, messages, calls, and the letters it has.
import { LETTERS } from "./letters.mjs";
import { read_by } from "./sms.mjs";
import { travels } from "./travel.mjs";

/** Where the demo's network takes messages; any code would do. */
const SHORT_CODE = "56767";

export class Menu {
  #parts;

  /** @param parts {{setting, log, show, ussd, inbox, calls, network}} */
  constructor(parts) {
    this.#parts = parts;
    parts.calls.addEventListener("change", () => this.#call());
    parts.inbox.addEventListener("change", () => this.#arrived());
  }

  home() {
    const { setting, show, ussd, inbox } = this.#parts;
    const code = setting.route?.service_code ?? "";
    const news = inbox.unread ? `${inbox.unread} new ${inbox.unread === 1 ? "message" : "messages"}\n` : "";
    const dial = (typed) => (typed ? ussd.dial(typed) : ussd.dial(code));
    show({
      text: `${news}Dial ${code} and press the green key`,
      large: true,
      entry: { label: "Number to dial", hint: code },
      left: ["Menu", () => this.menu()],
      typed: ["Call", dial],
      right: ["Messages", () => this.messages()],
      green: dial,
      red: () => this.home(),
    });
  }

  menu() {
    const { ussd, setting, inbox } = this.#parts;
    this.#list("Menu", [
      [`Dial ${setting.route?.service_code ?? ""}`, () => ussd.dial(setting.route?.service_code ?? "")],
      [inbox.unread ? `Messages (${inbox.unread} new)` : "Messages", () => this.messages()],
      ["Calls", () => this.#calls()],
      ["Letters", () => this.letters()],
    ], () => this.home());
  }

  messages() {
    const { inbox, network } = this.#parts;
    const back = () => this.home();
    const write = network.there ? [["Write a message", () => this.#write()]] : [];
    if (inbox.messages.length === 0 && write.length === 0)
      return this.#page("Messages", "No messages. What this gateway sends goes to real phones; the demo's network would bring it here.", back);
    this.#list("Messages", [...write, ...inbox.messages.map((each) => [`${each.read ? "" : "● "}${each.from}`, () => this.#message(each)])], back);
  }

  #write() {
    const { show, network } = this.#parts;
    const send = async (text) => {
      if (!text) return;
      show({ title: SHORT_CODE, text: "Sending…", right: ["Back", () => this.messages()] });
      if (await network.send(SHORT_CODE, text)) this.messages();
      else this.#page(SHORT_CODE, "Not sent. The gateway could not take it; try again.", () => this.#write());
    };
    show({
      title: `To ${SHORT_CODE}`,
      text: "A word: JOIN, FIND pickle, HELP, STOP …",
      entry: { label: "Message", hint: "HELP" },
      left: ["Back", () => this.messages()],
      typed: ["Send", send],
      right: ["Back", () => this.messages()],
      green: send,
      red: () => this.home(),
    });
  }

  #message(message) {
    const { inbox, setting } = this.#parts;
    inbox.read(message);
    this.#page(message.from, read_by(setting.profile, message), () => this.messages());
  }

  #arrived() {
    const { inbox, ussd, calls } = this.#parts;
    // Never over a dialogue: the caller is in the middle of an answer.
    if (inbox.unread && !ussd.open && !calls.state) this.home();
  }

  #calls() {
    this.#page("Calls", "Nobody has rung. This gateway cannot ring yet; what rings will show here.", () => this.menu());
  }

  #call() {
    const { calls, show } = this.#parts;
    const { state, from } = calls;
    if (!state) return this.home();
    const ringing = state === "ringing";
    show({
      title: ringing ? "Incoming call" : "In call",
      text: from,
      large: true,
      left: ringing ? ["Answer", () => calls.answer()] : undefined,
      right: [ringing ? "Reject" : "End", () => calls.end()],
      green: () => ringing && calls.answer(),
      red: () => calls.end(),
      key: (key) => !ringing && (calls.press(key), true),
    });
  }

  letters() {
    this.#list("Letters", LETTERS.map((each) => [each.own, () => this.#specimen(each)]), () => this.menu());
  }

  #specimen(each) {
    const { show, log, setting } = this.#parts;
    log.put(travels(each, setting.profile, setting.budget));
    show({ title: each.own, text: `${each.letters}\n${each.text}`, ussd: true, left: ["OK", () => this.letters()], right: ["Back", () => this.letters()] });
  }

  #page(title, text, back) {
    this.#parts.show({ title, text, left: ["OK", back], right: ["Back", back] });
  }

  #list(title, rows, back) {
    const items = rows.map(([label, choose], at) => ({ label: rows.length < 10 ? `${at + 1} ${label}` : label, choose }));
    const choose = () => (document.activeElement?.closest("#items button") ?? document.querySelector("#items button"))?.click();
    this.#parts.show({ title, items, left: ["Select", choose], right: ["Back", back] });
  }
}
