// The page's alphabets, without a browser: the same cells as the gateway's, and octets that others packed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { DEFAULT, EXTENSION } from "../../gateway/phone/gsm7.mjs";
import { LETTERS } from "../../gateway/phone/letters.mjs";
import { NATIONAL } from "../../gateway/phone/national.mjs";
import { with_boxes, script_of } from "../../gateway/phone/script.mjs";
import { decode, read_by, tables_of } from "../../gateway/phone/sms.mjs";
import { measure } from "../../gateway/phone/units.mjs";

const header_of = (ud) => ud.slice(0, 2 * (parseInt(ud.slice(0, 2), 16) + 1));

test("the default alphabet has the same cells in the page as in the gateway", async () => {
  const source = await readFile(new URL("../../locales/coding/alphabets.txt", import.meta.url), "utf8");
  const [, locking, single] = source.match(/^alphabet 0 default\nlocking\n((?:.*\n){8})single\n((?:.*\n){8})/m);
  const cells_of = (rows) => rows.trim().split(/\s+/).map((cell) => (cell === "-" ? "" : String.fromCodePoint(parseInt(cell, 16))));
  const cells = cells_of(locking).map((letter, cell) => (cell === 0x1b ? "\u001b" : letter));
  const extension = [...cells_of(single).entries()].filter(([cell, letter]) => letter && cell !== 0x0a); // the page break is no letter
  assert.deepEqual(DEFAULT, cells);
  assert.deepEqual([...EXTENSION], extension);
});

test("a screen costs in the page what it costs in the gateway", () => {
  assert.deepEqual(measure("1 Agree"), { alphabet: "gsm7", units: 7, octets: 7, because: "" });
  assert.deepEqual(measure("€[1]"), { alphabet: "gsm7", units: 7, octets: 7, because: "" });
  assert.deepEqual(measure("1 सहमत"), { alphabet: "ucs2", units: 6, octets: 12, because: "स" });
  assert.deepEqual(measure("a😀"), { alphabet: "ucs2", units: 3, octets: 6, because: "😀" });
  assert.deepEqual(measure("₹5"), { alphabet: "ucs2", units: 2, octets: 4, because: "₹" });
});

test("every national table has 128 cells a column", () => {
  assert.deepEqual([...NATIONAL.keys()], [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  for (const [id, { lock, single }] of NATIONAL) assert.deepEqual([id, [...lock].length, [...single].length], [id, 128, 128]);
});

test("a text of each language, packed with its national tables by others, is read to the letter", () => {
  for (const { lang, text, sms } of LETTERS) {
    const part = { dcs: 0, udh: header_of(sms.ud), ...sms };
    assert.deepEqual([lang, decode(part, true).normalize()], [lang, text.normalize()]);
    assert.doesNotMatch(decode(part, false), /[\u0600-\u0dff]/, "without the tables there is no native letter");
  }
});

test("a long message in two parts is one text, and a broken header names no table", () => {
  const hello = { dcs: 0, udh: "", ud: "e8329bfd4697d9ec37", udl: 10 };
  assert.equal(decode(hello, true), "hellohello");
  const phone = { sms_ucs2: true, shift: true };
  assert.equal(read_by(phone, { text: "", parts: [hello, { dcs: 8, udh: "", ud: "00200939", udl: 4 }] }), "hellohello ह");
  assert.equal(read_by({ ...phone, sms_ucs2: false }, { text: "", parts: [{ dcs: 8, udh: "", ud: "00310939", udl: 4 }] }), "1□");
  assert.deepEqual(tables_of(Uint8Array.of(3, 0x24, 0x01)), { locking: 0, single: 0 });
  assert.deepEqual(tables_of(Uint8Array.of(3, 0x24, 0x7f, 9)), { locking: 0, single: 0 });
  assert.deepEqual(tables_of(new Uint8Array(0)), { locking: 0, single: 0 });
  assert.equal(decode({ dcs: 0, udh: "0325010e", ud: "0325010e", udl: 9 }, true), "@@@@"); // a table nobody knows, octets missing
});

test("a Latin name does not turn an Urdu menu round, and boxes count letters", () => {
  assert.deepEqual(script_of("Asha Achar\n1 تلاش\n2 پیغام\n3 کھاتہ مدد"), { lang: "ur", dir: "rtl" });
  assert.deepEqual(script_of("Bhasha/भाषा\n1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n5 मराठी\n6 తెలుగు\n9 >>"), { lang: "en", dir: "ltr" });
  assert.deepEqual(script_of("*789#"), { lang: "en", dir: "ltr" });
  assert.deepEqual(with_boxes("1 हाँ\n2 No"), { shown: "1 □□□\n2 No", boxes: 3 });
});
