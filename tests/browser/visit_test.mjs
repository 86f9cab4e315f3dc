// A visitor at /phone/: the whole way from a page nobody explained to a member in the directory.
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

/** Follows the screens to the end of a registration in English, by the keys of the phone alone. */
async function register(phone, { name = ["9", "2"] } = {}) {
  await phone.reads(/English/);
  await phone.press("2", "green");
  await phone.reads(/1 Agree/i);
  await phone.press("1", "green");
  await phone.reads(/PIN/);
  await phone.press(..."800001", "green");
  await phone.reads(/Patna/);
  await phone.press("1", "green");
  await phone.reads(/Pickle|product/i);
  await phone.press("1", "green");
  await phone.reads(/name/i);
  await phone.press("#", ...name, "green");
  await phone.reads(/search|show/i);
  await phone.press("2", "green");
  return phone.reads(/ID \d+/);
}

describe("the web phone", () => {
  test("a newcomer registers from the page alone", async () => {
    const phone = await open_phone(browser, gateway);
    const told = await phone.screen.innerText();
    assert.match(told, /^Dial (\*789#) and press the green key$/);
    await phone.shot("first");
    await phone.dial(/\*[0-9*]+#/.exec(told)[0]); // what the screen says is all she knows
    await register(phone);
    await phone.press("right"); // "Dial again"
    assert.match(await phone.reads(/1 Find/i), /^wa\n/i); // her name, typed with two keys, greets her
    await phone.shot("english");
    assert.deepEqual(phone.broken, []);
    await phone.close();
  });

  test("the page asks nothing from elsewhere", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial();
    await phone.reads(/English/);
    const elsewhere = phone.asked.filter((url) => !url.startsWith(`${gateway.url}/`));
    assert.deepEqual(elsewhere, []);
    const ways = new Set(phone.asked.map((url) => new URL(url).pathname.split("/")[1]));
    assert.deepEqual([...ways].sort(), ["in", "phone"]);
    await phone.close();
  });

  test("what is transferred stays under 150 kB", async (t) => {
    const loads = [];
    for (let nth = 0; nth < 9; nth += 1) {
      const phone = await open_phone(browser, gateway);
      await phone.page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
      loads.push(await phone.page.evaluate(() => {
        const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        const at = (name) => performance.getEntriesByName(name)[0].startTime;
        return { octets: all.reduce((held, each) => held + each.transferSize, 0), files: all.length, paint: at("first-contentful-paint"), screen: at("first-screen") };
      }));
      await phone.close();
    }
    const middle = (what) => Math.round(loads.map((load) => load[what]).sort((a, b) => a - b)[4]);
    t.diagnostic(`${middle("octets")} octets in ${middle("files")} files; medians of 9 loads: first paint ${middle("paint")} ms, first screen ${middle("screen")} ms`);
    for (const { octets } of loads) assert.ok(octets > 20_000 && octets <= 150_000, `${octets} octets`);
  });

  test("keyboard alone is enough", async () => {
    const phone = await open_phone(browser, gateway);
    const { keyboard } = phone.page;
    await keyboard.type("*789#");
    await keyboard.press("Enter");
    await phone.reads(/English/);
    await keyboard.type("2");
    await keyboard.press("Enter");
    await phone.reads(/1 Agree/i);
    await keyboard.press("Escape");
    await phone.reads(/^Dial/);
    await phone.log.first().getByText("Hung up").waitFor();
    // The menu: its soft key by Tab, its rows by arrows, back to the first screen by Escape.
    for (let tries = 0; tries < 12; tries += 1) {
      if (await phone.page.locator("#left:focus").count()) break;
      await keyboard.press("Tab");
    }
    await keyboard.press("Enter");
    await phone.reads(/Letters/);
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await phone.reads(/No messages/);
    await keyboard.press("Escape");
    await phone.reads(/^Dial/);
    assert.deepEqual(phone.broken, []);
    await phone.close();
  });

  test("a screen reader hears each new screen", async () => {
    const phone = await open_phone(browser, gateway);
    const voice = phone.page.locator("#voice");
    assert.equal(await voice.getAttribute("aria-live"), "polite");
    await phone.hears(/^Dial \*789# and press the green key$/);
    await phone.dial();
    await phone.hears(/English[^]*Type an answer, then press Enter\.$/);
    await phone.press("2", "green");
    await phone.hears(/Agree/i);
    await phone.press("red");
    await phone.hears(/^Dial/);
    await phone.close();
  });

  test("every key has a name, and every field a label", async () => {
    const phone = await open_phone(browser, gateway);
    const nameless = await phone.page.evaluate(() =>
      [...document.querySelectorAll("button, input, select")]
        .filter((each) => each.offsetParent && !(each.getAttribute("aria-label") || each.labels?.length || each.innerText.trim()))
        .map((each) => each.outerHTML));
    assert.deepEqual(nameless, []);
    const five = phone.page.getByRole("button", { name: "5, j k l" });
    await five.focus();
    await phone.page.keyboard.press("Space");
    assert.equal(await phone.page.getByLabel("Number to dial").inputValue(), "5");
    await phone.close();
  });

  test("a narrow window and a dark one lose nothing", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const phone = await open_phone(browser, gateway, { width: 360, height: 740, colorScheme });
      await phone.dial();
      await phone.reads(/English/);
      await phone.log.first().locator("summary").first().click();
      await phone.shot(`narrow-${colorScheme}`);
      const wider = await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(wider, 0, "nothing scrolls sideways");
      await phone.close();
    }
  });
});
