// The panel beside the phone: over which route it calls, from which number, and which handset it is. What a tester chose is
// kept in this browser, except the route's secrets, which stay in memory.
import { speaks } from "./carriers.mjs";
import { PROFILES, profile_called } from "./profiles.mjs";
import { CEILING } from "./units.mjs";

const KEPT = "haatline.phone";

/** A number that is nobody's in the demo: its owners have 900…; the mark "98765" is used for examples all over India. */
const new_number = () => `98765${String(crypto.getRandomValues(new Uint32Array(1))[0] % 100_000).padStart(5, "0")}`;

const E164 = /^(?:\+?91|0)?([6-9]\d{9})$/;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // no storage, or not ours: begin anew
  }
}

function field(name, label, control, note) {
  const out = document.createElement("div");
  out.className = "field";
  const words = document.createElement("label");
  words.htmlFor = control.id = `set-${name}`;
  words.textContent = label;
  out.append(words, control);
  if (note) out.append(note);
  return out;
}

function select(rows, value) {
  const out = document.createElement("select");
  for (const [id, name] of rows) out.append(new Option(name, id, false, id === value));
  return out;
}

function typed(type, value) {
  const out = document.createElement("input");
  Object.assign(out, { type, value, autocomplete: "off", spellcheck: false });
  return out;
}

function button(text, press) {
  const out = document.createElement("button");
  out.type = "button";
  out.textContent = text;
  out.addEventListener("click", press);
  return out;
}

export class Setting {
  #routes;
  #chosen;
  #secrets = new Map(); // route's name → {token, user, password}, never kept

  /** @param told {{onchange: () => void, onlost: () => void}} */
  constructor(panel, routes, told) {
    this.#routes = routes.filter(speaks);
    this.#chosen = { number: new_number(), ...kept() };
    this.#chosen.route = (this.#routes.find(({ name }) => name === this.#chosen.route) ?? this.#routes[0])?.name;
    this.#chosen.handset = profile_called(this.#chosen.handset).id;
    if (!E164.test(this.#chosen.number)) this.#chosen.number = new_number();
    this.#keep();
    this.#draw(panel, told);
  }

  /** As the network writes it. */
  get number() {
    return `+91${E164.exec(this.#chosen.number)[1]}`;
  }

  get profile() {
    return profile_called(this.#chosen.handset);
  }
  /** The route in use; undefined when there is none this page can speak. */
  get route() {
    return this.#routes.find(({ name }) => name === this.#chosen.route);
  }
  get budget() {
    return this.route ? { gsm7: this.route.page_septets, ucs2: this.route.page_ucs2_units } : CEILING;
  }
  get secret() {
    return this.route?.token === undefined ? this.#secret().token : "";
  }
  /** Who calls over which way; null when a secret is missing. */
  get line() {
    const route = this.route;
    const { token = route.token, user, password } = this.#secret();
    return token ? { from: `+91${E164.exec(this.#chosen.number)[1]}`, route: route.name, token, code: route.service_code, user, password } : null;
  }

  #secret() {
    return this.#secrets.get(this.#chosen.route) ?? {};
  }

  #keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.#chosen));
    } catch {
      // a browser that keeps nothing: the next visit is a new phone
    }
  }

  #draw(panel, told) {
    const change = (key, value) => {
      this.#chosen[key] = value;
      this.#keep();
      told.onchange(key);
    };
    const route = select(this.#routes.map(({ name }) => [name, name]), this.#chosen.route);
    const secrets = document.createElement("div");
    secrets.className = "secrets";
    route.addEventListener("change", () => {
      change("route", route.value);
      this.#draw_secrets(secrets);
    });
    const number = typed("tel", this.#chosen.number);
    number.inputMode = "tel";
    number.addEventListener("change", () => {
      const bare = E164.exec(number.value.replace(/[\s-]/g, ""))?.[1];
      number.setCustomValidity(bare ? "" : "An Indian mobile number has ten digits and begins with 6, 7, 8 or 9.");
      number.setAttribute("aria-invalid", String(!bare));
      if (!number.reportValidity()) return;
      number.value = bare;
      change("number", bare);
    });
    const other = button("New number", () => {
      number.value = new_number();
      number.setCustomValidity("");
      number.removeAttribute("aria-invalid");
      change("number", number.value);
    });
    const handset = select(PROFILES.map(({ id, name }) => [id, name]), this.#chosen.handset);
    const about = document.createElement("p");
    about.id = "set-about";
    about.textContent = this.profile.about;
    handset.setAttribute("aria-describedby", about.id);
    handset.addEventListener("change", () => {
      change("handset", handset.value);
      about.textContent = this.profile.about;
    });
    const lost = button("Lose the signal", told.onlost);
    lost.id = "lose";
    lost.title = "The dialogue breaks off and nobody tells the gateway";
    panel.replaceChildren(field("number", "My number", number, other), field("handset", "Handset", handset, about), field("route", "Network route", route), secrets, lost);
    this.#draw_secrets(secrets);
  }

  /** A route whose token is told needs none of these. */
  #draw_secrets(into) {
    const route = this.route;
    const rows = [];
    const ask = (key, label) => {
      const input = typed("password", this.#secret()[key] ?? "");
      input.addEventListener("change", () => this.#secrets.set(route.name, { ...this.#secret(), [key]: input.value.trim() }));
      rows.push(field(key, label, input));
    };
    if (route && route.token === undefined) ask("token", "Route's token (kept in this page only)");
    if (route?.credentials) {
      ask("user", "Route's user");
      ask("password", "Route's password");
    }
    into.replaceChildren(...rows);
  }
}
