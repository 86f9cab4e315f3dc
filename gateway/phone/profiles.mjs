// Handsets by what they can show. Pixels are those of the handset; the page enlarges them.

/**
 * @typedef {object} Profile
 * @property {string} id
 * @property {string} name       as the tester reads it
 * @property {string} about      what is different on it
 * @property {number} width      pixels of the screen
 * @property {number} height
 * @property {number} letter     height of its letters in pixels
 * @property {boolean} ussd_ucs2 native letters on USSD
 * @property {boolean} sms_ucs2  native letters in messages
 * @property {boolean} shift     national shift tables of SMS are honoured (3GPP TS 23.038 Annex A); else its default alphabet is read
 */

/** @type {Profile[]} */
export const PROFILES = [
  { id: "feature", name: "Feature phone, 128×160", about: "All letters, on USSD and in messages.", width: 128, height: 160, letter: 12, ussd_ucs2: true, sms_ucs2: true, shift: true },
  { id: "noshift", name: "Feature phone, shift tables ignored", about: "All letters; messages packed with national shift tables are read wrongly.", width: 128, height: 160, letter: 12, ussd_ucs2: true, sms_ucs2: true, shift: false },
  { id: "latin", name: "USSD without UCS-2, 128×128", about: "USSD shows Latin letters only, boxes for all others. Messages show all.", width: 128, height: 128, letter: 12, ussd_ucs2: false, sms_ucs2: true, shift: false },
  { id: "small", name: "Small screen, 96×68", about: "All letters, five rows at once.", width: 96, height: 68, letter: 9, ussd_ucs2: true, sms_ucs2: true, shift: false },
  { id: "old", name: "Old phone, 84×48, Latin only", about: "Latin letters only, three rows at once; shift tables ignored.", width: 84, height: 48, letter: 8, ussd_ucs2: false, sms_ucs2: false, shift: false },
];

export const profile_called = (id) => PROFILES.find((each) => each.id === id) ?? PROFILES[0];
