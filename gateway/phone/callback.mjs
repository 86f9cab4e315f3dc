// What all carriers share: how fields are written, what a dial means, and a reply that breaks its provider's format.

/** A reply that the provider could not use; the message says what is wrong with it. */
export class BrokenReply extends Error {}

/** Unreserved characters as they are, a blank as +, all else as upper-case escapes (application/x-www-form-urlencoded). */
const escaped = (text) =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");

export const form_of = (fields) => fields.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join("&");

export const FORM = "application/x-www-form-urlencoded";

/** Ten hexadecimal digits nobody used before. */
export const fresh_id = () =>
  [...crypto.getRandomValues(new Uint8Array(5))].map((octet) => octet.toString(16).padStart(2, "0")).join("");

/** "*789*22#" behind "*789#" is "22"; null when `dialled` does not begin with the code. */
export function behind_code(code, dialled) {
  const base = code.split("#")[0];
  if (!base || !dialled.startsWith(base) || !dialled.endsWith("#")) return null;
  const rest = dialled.slice(base.length, -1);
  if (rest === "") return "";
  return rest.startsWith("*") ? rest.slice(1) : null;
}

/** What a phone sends as a code instead of ringing somebody. */
export const is_code = (text) => /^\*[0-9*#]+#$/.test(text);

/** Any status but 200, as what to look at. */
export function must_be_ok(reply) {
  if (reply.status === 200) return;
  if (reply.status === 403) throw new BrokenReply("The gateway refused the call: wrong token, or this address is not on the route's list.");
  if (reply.status === 413) throw new BrokenReply("The gateway refused the call: too long.");
  if (reply.status === 503) throw new BrokenReply("The gateway is busy or being stopped.");
  throw new BrokenReply(`The gateway answered ${reply.status}.`);
}
