// Handsets by what they can show: scripts, boxes, direction, shift tables, small screens; messages and calls that arrive.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open_phone, start_browser, start_gateway } from "./stage.mjs";

let gateway, browser;
before(async () => {
  [gateway, browser] = await Promise.all([start_gateway(), start_browser()]);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const text_of = (phone) => phone.page.locator("#text").evaluate((text) => ({ lang: text.lang, dir: text.dir, words: text.innerText }));
const letters = async (phone, own) => {
  await phone.press("left");
  await phone.reads(/Letters/);
  await phone.press("4");
  await phone.reads(/اردو/);
  await phone.page.getByRole("button", { name: own, exact: true }).click();
};

describe("a handset", () => {
  test("Hindi letters show on a phone with UCS-2 and boxes on one without", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial("*789*22#");
    assert.deepEqual(await phone.reads(/सहमत/).then(() => text_of(phone)).then(({ lang, dir }) => ({ lang, dir })), { lang: "hi", dir: "ltr" });
    await phone.shot("hindi");
    await phone.choose("Handset", "latin");
    await phone.shot("hindi-boxes");
    const shown = await phone.screen.innerText();
    assert.match(shown, /^□+/);
    assert.match(shown, /\n1 □+\n2 □+/);
    assert.doesNotMatch(shown, /[\u0900-\u097f]/);
    await phone.press("red");
    await phone.dial("*789*22#");
    await phone.reads(/□/);
    await phone.hears(/\d+ letters that this phone cannot show/);
    assert.match(await phone.log.first().innerText(), /This handset shows \d+ of its letters as boxes/);
    await phone.close();
  });

  test("Urdu runs from right to left", async () => {
    const phone = await open_phone(browser, gateway);
    await letters(phone, "اردو");
    await phone.reads(/ٹ/);
    await phone.shot("urdu");
    const { lang, dir } = await text_of(phone);
    assert.deepEqual({ lang, dir }, { lang: "ur", dir: "rtl" });
    const [letter, edge] = await phone.page.evaluate(() => {
      const node = document.getElementById("text").firstChild;
      const range = document.createRange();
      range.setStart(node, 0);
      range.setEnd(node, 1);
      return [range.getBoundingClientRect(), document.getElementById("text").getBoundingClientRect()].map((box) => ({ left: box.left, right: box.right }));
    });
    assert.ok(edge.right - letter.right < 12, "the first letter stands at the right edge");
    await phone.close();
  });

  test("a newcomer's first screen comes in each language by its own code, in its own letters and direction", async () => {
    const languages = { 22: "hi", 29: "bn", 28: "mr", 24: "te", 23: "ta", 27: "gu", 34: "ur", 26: "kn", 32: "or", 25: "ml", 30: "pa", 31: "as" };
    const letters_of = (lang) => ({ mr: "hi", as: "bn" })[lang] ?? lang; // written in the same letters
    for (const [suffix, lang] of Object.entries(languages)) {
      const phone = await open_phone(browser, gateway);
      await phone.dial(`*789*${suffix}#`);
      await phone.reads(/\n2 /);
      await phone.shot(`menu-${lang}`);
      const shown = await text_of(phone);
      assert.deepEqual([lang, shown.lang, shown.dir], [lang, letters_of(lang), lang === "ur" ? "rtl" : "ltr"]);
      assert.doesNotMatch(shown.words, /Agree|Free/);
      const units = Number(/UCS-2, (\d+) of 80 units/.exec(await phone.log.first().innerText())?.[1]);
      assert.equal(units, shown.words.length);
      await phone.close();
    }
  });

  test("an Urdu menu keeps its keys at the right edge", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial("*789*34#");
    await phone.reads(/نہیں/);
    const [key, edge] = await phone.page.evaluate(() => {
      const text = document.getElementById("text");
      const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        const at = node.data.search(/2 /);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return [range, text].map((each) => each.getBoundingClientRect().right);
      }
      return [0, 0];
    });
    assert.ok(edge > 0 && edge - key < 12, `the key ends at ${key}, the text at ${edge}`);
    await phone.close();
  });

  test("the letters of thirteen languages are there, each with its own name and direction", async () => {
    const phone = await open_phone(browser, gateway);
    const found = await phone.page.evaluate(async () => {
      const { LETTERS } = await import("/phone/letters.mjs");
      const { script_of } = await import("/phone/script.mjs");
      return LETTERS.map((each) => [each.lang, script_of(each.own).lang, script_of(`${each.letters}\n${each.text}`).dir]);
    });
    const own = (lang) => ({ mr: "hi", ne: "hi", as: "bn" })[lang] ?? lang; // written in the same letters
    assert.deepEqual(found, found.map(([lang]) => [lang, own(lang), lang === "ur" ? "rtl" : "ltr"]));
    assert.equal(new Set(found.map(([lang]) => lang)).size, 13);
    await phone.close();
  });

  test("a message packed with national tables is read by a handset that honours them and garbled by one that does not", async () => {
    const phone = await open_phone(browser, gateway);
    await letters(phone, "தமிழ்");
    await phone.shot("tamil");
    const rows = phone.log.first().locator("tr");
    assert.match(await rows.nth(1).innerText(), /SMS in UCS-2[^]*2 messages of up to 70 units[^]*முத்ரா/);
    assert.match(await rows.nth(2).innerText(), /Tamil locking, Tamil single[^]*1 message, \d+ of 160 septets[^]*முத்ரா/);
    await phone.press("left");
    await phone.choose("Handset", "noshift");
    await phone.page.getByRole("button", { name: "தமிழ்", exact: true }).click();
    assert.match(await rows.nth(1).innerText(), /முத்ரா/);
    assert.doesNotMatch(await rows.nth(2).innerText(), /[\u0b80-\u0bff]/);
    await phone.close();
  });

  test("a screen longer than a small handset is scrolled by its keys", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.choose("Handset", "old");
    await phone.dial();
    await phone.reads(/English/);
    const top = () => phone.screen.evaluate((window) => window.scrollTop);
    assert.equal(await top(), 0);
    await phone.shot("old");
    await phone.press("down");
    const down = await top();
    assert.ok(down > 0);
    await phone.press("up");
    assert.equal(await top(), 0);
    await phone.close();
  });

  test("a message that arrives is counted, read and kept", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.press("right");
    await phone.reads(/No messages/);
    await phone.press("red");
    await phone.page.evaluate(async () => (await import("/phone/inbox.mjs")).inbox.receive({ from: "HAATLN", text: "आपका नंबर जुड़ गया" }));
    await phone.reads(/1 new message/);
    await phone.press("right");
    await phone.reads(/● HAATLN/);
    await phone.shot("inbox");
    await phone.press("1");
    await phone.reads(/आपका नंबर/);
    await phone.press("red");
    await phone.reads(/^Dial/);
    await phone.close();
  });

  test("a message that arrives takes away neither a last screen nor what is typed", async () => {
    const phone = await open_phone(browser, gateway);
    const arrives = () => phone.page.evaluate(async () => (await import("/phone/inbox.mjs")).inbox.receive({ from: "HAATLN", text: "ok" }));
    const unread = phone.page.locator("#unread");
    await phone.press(..."12345", "green");
    const last = await phone.reads(/cannot make calls/);
    await arrives();
    await phone.hears(/^1 new message$/);
    assert.equal(await unread.innerText(), "✉ 1");
    assert.equal(await phone.screen.innerText(), last);
    await phone.press("left", ..."*78");
    await arrives();
    await phone.hears(/^2 new messages$/);
    assert.equal(await phone.page.getByLabel("Number to dial").inputValue(), "*78");
    assert.equal(await unread.innerText(), "✉ 2");
    await phone.close();
  });

  test("a call that arrives rings, is answered, hears keys and is ended", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.page.evaluate(async () => {
      window.heard = [];
      const tell = (what) => (key) => window.heard.push(key ?? what);
      (await import("/phone/calls.mjs")).calls.ring("9876543210", { answered: tell("answered"), ended: tell("ended"), pressed: tell("pressed") });
    });
    await phone.reads(/Incoming call[^]*9876543210/);
    await phone.hears(/Incoming call/);
    await phone.shot("call");
    await phone.press("green");
    await phone.reads(/In call/);
    await phone.press("1", "#", "red");
    await phone.reads(/^Dial/);
    assert.deepEqual(await phone.page.evaluate(() => window.heard), ["answered", "1", "#", "ended"]);
    await phone.close();
  });

  test("letters come by pressing a key again, and another key after a while begins anew", async () => {
    const phone = await open_phone(browser, gateway);
    const typed = await phone.page.evaluate(async () => {
      const { Typing } = await import("/phone/keypad.mjs");
      const typing = new Typing();
      const presses = [["5", 0], ["#"], ["2", 0], ["2", 500], ["2", 2000], ["0", 2100], ["#"], ["7", 3000], ["7", 3100], ["7", 3200], ["7", 3300], ["7", 3400], ["#"], ["8", 9000]];
      return presses.reduce((text, [key, at]) => (key === "#" ? (typing.next_mode(), text) : typing.press(key, text, at)), "");
    });
    assert.equal(typed, "5ba 78");
    await phone.close();
  });
});
