// The phone's own menu: its first screen, messages, calls, and the letters it has.
import { LETTERS } from "./letters.mjs";
import { read_by } from "./sms.mjs";
import { travels } from "./travel.mjs";

const news_of = (unread) => `${unread} new ${unread === 1 ? "message" : "messages"}`;

export class Menu {
  #parts;

  /** @param parts {{setting, log, show, say, idle: () => boolean, ussd, inbox, calls, post}} */
  constructor(parts) {
    this.#parts = parts;
    parts.calls.addEventListener("change", () => this.#call());
    parts.inbox.addEventListener("arrived", () => this.#arrived());
  }

  home() {
    const { setting, show, ussd, inbox } = this.#parts;
    const code = setting.route?.service_code ?? "";
    const news = inbox.unread ? `${news_of(inbox.unread)}\n` : "";
    const dial = (typed) => (typed ? ussd.dial(typed) : ussd.dial(code));
    show({
      text: `${news}Dial ${code} and press the green key`,
      large: true,
      home: true,
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
      ["Write message", () => this.#write()],
    ], () => this.home());
  }

  messages() {
    const { inbox, post } = this.#parts;
    const back = () => this.home();
    if (inbox.messages.length === 0)
      return this.#page("Messages", post.open ? "No messages." : "No messages. This gateway sends no SMS to this phone; what it sends would arrive here.", back);
    this.#list("Messages", inbox.messages.map((each) => [`${each.read ? "" : "● "}${each.from}`, () => this.#message(each)]), back);
  }

  #message(message) {
    const { inbox, setting } = this.#parts;
    inbox.read(message);
    this.#page(message.from, read_by(setting.profile, message), () => this.messages());
  }

  #write() {
    const { post, show } = this.#parts;
    const back = () => this.menu();
    if (!post.open) return this.#page("Write message", "This gateway takes no SMS from this phone.", back);
    const send = async (text) => {
      if (!text.trim()) return;
      show({ title: "Message", text: "Sending" });
      const taken = await post.send(text);
      if (taken) this.home();
      else this.#page("Message", "Not sent. Try again.", back);
      await post.look();
    };
    show({
      title: "Write message",
      text: "A word finds: KHOJ achar. HELP, STOP.",
      entry: { label: "Message", hint: "KHOJ achar" },
      ussd: true, // # changes between digits and letters
      left: ["Send", send],
      right: ["Back", back],
      green: send,
    });
  }

  #arrived() {
    const { inbox, idle, ussd, calls, say } = this.#parts;
    if (ussd.open || calls.state) return;
    // Never over what she reads or types: a last screen is read only once, and its keys must stay what they were. The sign ✉ tells.
    if (idle()) this.home();
    else say(news_of(inbox.unread));
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
