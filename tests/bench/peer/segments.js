// How many texts a second npm sms-segments-calculator counts, on one core: the peer of bench_coding.
//   node segments.js TEXTS.json SECONDS
"use strict";
const fs = require("node:fs");
const { SegmentedMessage } = require("sms-segments-calculator");

const texts = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const seconds = Number(process.argv[3]);
const cpu = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1e6; };
const segments = texts.map((text) => new SegmentedMessage(text).segmentsCount);

function rate(least) {
  let done = 0, sum = 0;
  const begun = cpu();
  let spent = 0;
  while (spent < least) {
    for (const text of texts) sum += new SegmentedMessage(text).segmentsCount;
    done += texts.length;
    spent = cpu() - begun;
  }
  if (sum === 0) throw new Error("counted nothing");
  return done / spent;
}

rate(seconds / 2); // warm up the compiler
process.stdout.write(`${JSON.stringify({ plan: Math.round(rate(seconds)), segments })}\n`);
