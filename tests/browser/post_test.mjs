// Messages there and back, without a browser: what the gateway says is played by hand.
import assert from "node:assert/strict";
import test from "node:test";
import { Inbox } from "../../gateway/phone/inbox.mjs";
import { Post } from "../../gateway/phone/post.mjs";

function played(replies) {
  const asked = [];
  const fetch = async (path, options) => {
    asked.push([path, options?.body]);
    const next = replies.shift();
    if (next instanceof Error) throw next;
    return { ok: next !== 404, json: async () => next };
  };
  return { asked, fetch };
}

test("what came since the last look is received once, and the next look asks behind it", async () => {
  const inbox = new Inbox();
  const { asked, fetch } = played([{ messages: [{ id: 4, from: "HAATLN", text: "1 Agree" }] }, { messages: [] }]);
  const post = new Post({ number: () => "+919876500001", inbox, fetch });
  await post.look();
  await post.look();
  assert.deepEqual(asked.map(([path]) => path), ["inbox.json?phone=%2B919876500001&after=0", "inbox.json?phone=%2B919876500001&after=4"]);
  assert.deepEqual(inbox.messages.map(({ from, text }) => [from, text]), [["HAATLN", "1 Agree"]]);
  assert.equal(post.open, true);
});

test("a gateway that carries no messages, or is away, is no fault; it is looked for again", async () => {
  const { fetch } = played([404, new Error("away"), { messages: [] }]);
  const post = new Post({ number: () => "+919876500001", inbox: new Inbox(), fetch });
  await post.look();
  assert.equal(post.open, false);
  await post.look();
  assert.equal(post.open, false);
  await post.look();
  assert.equal(post.open, true);
});

test("what is written goes with the number in hand, and whoever wrote learns whether it was taken", async () => {
  const { asked, fetch } = played([{}, 404, new Error("away")]);
  const post = new Post({ number: () => "+919876500001", inbox: new Inbox(), fetch });
  assert.deepEqual([await post.send("KHOJ achar"), await post.send("x"), await post.send("x")], [true, false, false]);
  assert.deepEqual(asked[0], ["sms", JSON.stringify({ phone: "+919876500001", text: "KHOJ achar" })]);
});
