// What goes over the line: each provider's callbacks, hang-ups, broken lines, and the log that shows them.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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

async function opened(phone, nth, side) {
  const panes = phone.log.nth(nth).locator("details").nth(side);
  await panes.locator("summary").click();
  const text = await panes.locator("pre.text").textContent();
  assert.match(text, /^[^]*?\r\n\r\n/, "lines of a head end as HTTP says");
  return { text: text.replaceAll("\r", ""), hex: await panes.locator("pre.hex").innerText() };
}
const octets = (hex) => Buffer.from(hex.split("\n").map((row) => row.slice(6, 6 + 47).replaceAll(/[^0-9a-f]/g, "")).join(""), "hex");

describe("the log beside the phone", () => {
  test("the log shows the callback's bytes and the reply's, and the length used", async () => {
    const phone = await open_phone(browser, gateway);
    const number = await phone.page.getByLabel("My number").inputValue();
    await phone.dial();
    await phone.reads(/हिन्दी/);
    assert.match(await phone.log.first().innerText(), /Dialled \*789#[^]*UCS-2, 68 of 80 units[^]*136 of 160 octets on the air; “भ” is not in GSM 7-bit/);
    const callback = await opened(phone, 0, 0);
    assert.match(callback.text, new RegExp(`^POST /in/africastalking/demo HTTP/1\\.1\\n[^]*\\n\\nsessionId=ATUid_[0-9a-f]{10}&serviceCode=%2A789%23&phoneNumber=%2B91${number}&networkCode=99999&text=$`));
    assert.equal(octets(callback.hex).toString().replaceAll("\r", ""), callback.text);
    const reply = await opened(phone, 0, 1);
    assert.match(reply.text, /^HTTP\/1\.1 200 OK\n[^]*\n\nCON Bhasha\/भाषा\n1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n5 मराठी\n6 తెలుగు\n9 >>$/);
    assert.ok(octets(reply.hex).includes(Buffer.from("1 हिन्दी")));
    await phone.press("2", "green");
    await phone.reads(/Agree/i);
    assert.match(await phone.log.first().innerText(), /Answered “2”[^]*GSM 7-bit, \d+ of 160 septets/);
    await phone.close();
  });

  test("every route offered is dialled, answered and hung up in its provider's own format", async () => {
    const first = {
      africastalking: /^POST \/in\/africastalking\/demo HTTP/,
      imimobile: /^GET \/in\/imimobile\/demo\/789\?msisdn=\d{10}&msg=%2A789%23&tid=\d+&dcs=x&code=HAAT HTTP/,
      comviva: /^GET \/in\/comviva\/demo\?SessionID=s-[0-9a-f]{10}&MSISDN=91\d{10}&MSC=msc&input=789 HTTP/,
      infobip: /^POST \/in\/infobip\/demo\/session\/[0-9a-f]{10}\/start HTTP[^]*"text":"\*789#","shortCode":"\*789#"/,
      restcomm: /^POST \/in\/restcomm\/demo HTTP[^]*\nCookie: JSESSIONID=S[0-9a-f]{10}\n[^]*<dialog type="Begin"/,
    };
    const phone = await open_phone(browser, gateway);
    const offered = await phone.page.getByLabel("Network route").locator("option").allInnerTexts();
    assert.deepEqual(offered.slice(0, 3), ["africastalking", "imimobile", "comviva"]);
    for (const route of offered) {
      await phone.page.getByRole("button", { name: "New number" }).click();
      await phone.choose("Network route", route);
      await phone.dial();
      await phone.reads(/English/).catch((late) => assert.fail(`${route}: ${late.message}`));
      assert.match((await opened(phone, 0, 0)).text, first[route] ?? new RegExp(`^[A-Z]+ /in/${route}/demo`));
      await phone.press("2", "green");
      await phone.reads(/Agree/i);
      await phone.press("1", "green");
      await phone.reads(/PIN/);
      await phone.press("red");
      await phone.reads(/^Dial/);
      await phone.log.first().getByText("Hung up").waitFor();
      assert.match(await phone.log.first().innerText(), /Reply: 2\d\d|no notice of it/);
      await phone.dial(); // the gateway knows where she was
      await phone.reads(/PIN|continue|go on/i);
      await phone.press("red");
    }
    assert.deepEqual(phone.broken, []);
    await phone.close();
  });

  test("a provider that the page does not know is played by its mapping", async () => {
    const phone = await open_phone(browser, gateway);
    const call = await phone.page.evaluate(async () => {
      const { Played } = await import("/phone/carrier_played.mjs");
      const { send } = await import("/phone/line.mjs");
      const screens = [];
      for (const [nth, route] of ["africastalking", "imimobile", "comviva"].entries()) {
        const played = new Played({ from: `+91987650123${nth}`, route, token: "demo", code: "*789#" });
        screens.push((await played.read((await send(await played.dial("*789#"))).reply)).text.split("\n")[2]);
        screens.push((await played.read((await send(await played.answer("2"))).reply)).text.split("\n")[1]);
        screens.push((await send(await played.hang_up())).reply.status);
      }
      return screens;
    });
    assert.deepEqual(call, ["2 English", "1 Agree", 200, "2 English", "1 Agree", 200, "2 English", "1 Agree", 200]);
    await phone.close();
  });

  test("infobip and restcomm are spoken as their networks speak, and their replies read by their rules", async () => {
    const phone = await open_phone(browser, gateway);
    const spoken = await phone.page.evaluate(async () => {
      const { carrier_for } = await import("/phone/carriers.mjs");
      const line = { from: "+919876543210", route: "west", token: "demo", code: "*166#" };
      const said = (text, status = 200) => ({ text, status, header: () => "" });
      const read = (carrier, text) => {
        try {
          return carrier.read(said(text));
        } catch (fault) {
          return fault.message;
        }
      };
      const infobip = carrier_for({ provider: "infobip" }, line);
      const restcomm = carrier_for({ provider: "restcomm" }, line);
      return {
        infobip: [infobip.dial("*166#"), infobip.answer("2"), infobip.hang_up()].map(({ method, path, body }) => `${method} ${path.replace(/[0-9a-f]{10}/, "ID")} ${body}`),
        menus: ['{"shouldClose":false,"ussdMenu":"Menu","responseExitCode":200,"responseMessage":""}', '{"responseExitCode":400,"responseMessage":"no"}', "Menu"].map((text) => read(infobip, text)),
        restcomm: [restcomm.dial("*166#"), restcomm.answer('अ & "b"'), restcomm.hang_up()].map(({ body }) => body),
        dialogs: [
          '<?xml version="1.0" encoding="UTF-8" ?><dialog mapMessagesSize="1"><unstructuredSSRequest_Request dataCodingScheme="15" string="1 Hindi&#10;2 English"/></dialog>',
          '<?xml version="1.0" encoding="UTF-8" ?><dialog mapMessagesSize="1" prearrangedEnd="false"><processUnstructuredSSRequest_Response invokeId="1" dataCodingScheme="72" string="धन्यवाद"/></dialog>',
          "<dialog/>",
        ].map((text) => read(restcomm, text)),
      };
    });
    assert.deepEqual(spoken, {
      infobip: [
        'POST /in/west/demo/session/ID/start {"msisdn":"919876543210","text":"*166#","shortCode":"*166#","ussdGwId":"11","language":null}',
        'POST /in/west/demo/session/ID/response {"msisdn":"919876543210","text":"2"}',
        'PUT /in/west/demo/session/ID/end {"reason":"user","exitCode":510}',
      ],
      menus: [{ text: "Menu", ended: false }, "The reply's responseExitCode is 400: no", "The reply is not JSON."],
      restcomm: [
        '<dialog type="Begin" appCntx="networkUnstructuredSsContext_version2" networkId="0" localId="1" remoteId="1" mapMessagesSize="1" returnMessageOnError="false"><processUnstructuredSSRequest_Request invokeId="0" dataCodingScheme="15" string="*166#"><msisdn nai="international_number" npi="ISDN" number="919876543210"/></processUnstructuredSSRequest_Request></dialog>',
        '<dialog type="Continue" appCntx="networkUnstructuredSsContext_version2" localId="1" remoteId="1" mapMessagesSize="1"><unstructuredSSRequest_Response invokeId="0" dataCodingScheme="72" string="अ &amp; &quot;b&quot;"/></dialog>',
        '<dialog type="Unknown" localId="1" remoteId="1" mapMessagesSize="0" mapUserAbortChoice="isUserSpecificReason" returnMessageOnError="false"></dialog>',
      ],
      dialogs: [{ text: "1 Hindi\n2 English", ended: false }, { text: "धन्यवाद", ended: true }, "The reply has neither a request nor a last response with a string."],
    });
    await phone.close();
  });

  test("a lost signal tells the gateway nothing, and the next call goes on", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial();
    await phone.reads(/English/);
    await phone.press("2", "green");
    await phone.reads(/Agree/i);
    await phone.page.getByRole("button", { name: "Lose the signal" }).click();
    await phone.reads(/Signal lost/);
    assert.equal(await phone.log.count(), 2);
    await phone.press("green");
    await phone.reads(/Agree|continue|go on/i);
    await phone.close();
  });

  test("what is dialled behind the code chooses the language", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial("*789*22#");
    await phone.reads(/सहमत/);
    await phone.close();
  });

  test("a number to ring is not rung, and nothing goes over the line", async () => {
    const phone = await open_phone(browser, gateway);
    await phone.dial("112");
    await phone.reads(/cannot make calls yet/);
    assert.equal(await phone.log.count(), 0);
    await phone.close();
  });

  test("a gateway that is gone is said in words", async () => {
    const other = await start_gateway();
    const phone = await open_phone(browser, other);
    await other.stop();
    await phone.dial();
    await phone.reads(/No answer from the gateway\. Is it running\?/);
    await phone.close();
  });

  test("outside the demo the tester brings the route's token, and the log does not show it", async () => {
    const demo = gateway.folder;
    await writeFile(join(demo, "token"), "synthetic-token-of-a-test\n");
    await writeFile(join(demo, "haatline.toml"), '[phone]\nenabled = true\n[[route]]\nname = "comviva"\ntoken_file = "token"\n');
    const own = await start_gateway(["--config", join(demo, "haatline.toml")]);
    const phone = await open_phone(browser, own);
    await phone.dial();
    await phone.reads(/secret token/);
    const field = phone.page.getByLabel("Route's token (kept in this page only)");
    await field.fill("not-the-token-of-a-test");
    await field.blur();
    await phone.dial();
    await phone.reads(/refused the call: wrong token/);
    await field.fill("synthetic-token-of-a-test");
    await field.blur();
    await phone.dial();
    await phone.reads(/English/);
    assert.match((await opened(phone, 0, 0)).text, /^GET \/in\/comviva\/x{25}\?/);
    assert.ok(!(await phone.page.evaluate(() => JSON.stringify(localStorage))).includes("synthetic"));
    await phone.close();
    await own.stop();
  });
});
