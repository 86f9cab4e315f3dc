// Messages that arrived. Whatever delivers an SMS to this phone calls `inbox.receive`: post.mjs, and the tests.

const MESSAGES_MAX = 50; // what a feature phone's memory holds; the oldest leaves first

/**
 * @typedef {object} Part  one SMS as it comes over the air
 * @property {number} dcs  0 GSM 7-bit (with the tables its header names), 8 UCS-2
 * @property {string} udh  the header in hexadecimal, its length octet first; empty when there is none
 * @property {string} ud   the user data with its header, packed, in hexadecimal
 * @property {number} udl  TP-UDL: septets (dcs 0) or octets (dcs 8), header counted
 */

export class Inbox extends EventTarget {
  messages = []; // newest first

  get unread() {
    return this.messages.filter((each) => !each.read).length;
  }

  /**
   * Takes a message in.
   * @param {{from: string, text?: string, parts?: Part[]}} message  `parts` as they came, all of them and in order: the handset
   *   reads them by what it knows; or a plain `text` that every handset shows.
   */
  receive({ from, text = "", parts = [] }) {
    if (typeof from !== "string" || from === "" || (text === "" && parts.length === 0)) throw new TypeError("a message has a sender, and a text or parts");
    this.messages.unshift({ from: from.slice(0, 20), text, parts, read: false });
    this.messages.length = Math.min(this.messages.length, MESSAGES_MAX);
    this.dispatchEvent(new Event("change"));
    this.dispatchEvent(new Event("arrived"));
  }

  read(message) {
    message.read = true;
    this.dispatchEvent(new Event("change"));
  }
}

export const inbox = new Inbox();
