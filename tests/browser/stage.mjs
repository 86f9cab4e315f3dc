// A real gateway and a real browser for one test file: `haatline serve` on a free port, Debian's Chromium without a window.
// Nothing sleeps: a test waits for the ready line, an element, or a word on the phone's screen.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const ROOT = new URL("../../", import.meta.url).pathname;
// npm installs beside the other built things, so modules are not looked for upwards from here.
const { chromium } = createRequire(join(process.env.HAATLINE_MODULES ?? join(ROOT, "build/browser"), "package.json"))("playwright-core");

const BINARY = process.env.HAATLINE_BINARY ?? join(ROOT, "build/release/haatline");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
// No sandbox: continuous integration runs as root in a container. The rest keeps the browser itself from calling anybody.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const PATIENCE_MS = 60_000; // only a hang reaches it

const running = new Set(); // a test that dies leaves no gateway behind
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** `haatline serve` in a folder of its own. @param args replaces `--demo …`, or adds to it when it begins with "+" */
export async function start_gateway(args = []) {
  const folder = await mkdtemp(join(tmpdir(), "haatline-browser-"));
  const mode = args[0] === "--config" ? [] : ["--demo", "--demo-size", "200"];
  const process_ = spawn(BINARY, ["serve", ...mode, "--data", folder, "--listen", "127.0.0.1:0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(process_);
  let said = "";
  process_.stderr.on("data", (bytes) => (said += bytes));
  const ended = once(process_, "exit");
  const [line] = await Promise.race([once(createInterface(process_.stdout), "line"), ended.then(() => [""])]);
  const url = /^ready (http:\S+)$/.exec(line)?.[1];
  if (!url) throw new Error(`no ready line but "${line}"; it said:\n${said}`);
  return {
    url,
    folder,
    async stop() {
      process_.kill("SIGKILL");
      await ended;
      running.delete(process_);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const start_browser = () => chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });

/** A visitor's first look at the page; `asked` and `broken` fill up with what the page asks for and what goes wrong in it. */
export async function open_phone(browser, gateway, { width = 1280, height = 900, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const asked = [];
  const broken = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (fault) => broken.push(String(fault)));
  page.on("console", (line) => line.type() === "error" && broken.push(line.text()));
  await page.goto(`${gateway.url}/phone/`);
  const phone = new Phone(page, asked, broken);
  await phone.reads(/Dial/);
  return phone;
}

/** The phone as a person meets it: keys to press and a screen to read. */
export class Phone {
  constructor(page, asked, broken) {
    Object.assign(this, { page, asked, broken });
  }

  get screen() {
    return this.page.locator("#window");
  }
  get log() {
    return this.page.locator("#log > li");
  }

  /** Waits until the screen reads so. */
  async reads(words) {
    await this.page.waitForFunction(
      ([source, flags]) => new RegExp(source, flags).test(document.getElementById("window").innerText),
      [words.source, words.flags],
      { timeout: PATIENCE_MS },
    ).catch(async (late) => {
      throw new Error(`waited for ${words}, the screen reads:\n${await this.screen.innerText()}`, { cause: late });
    });
    return this.screen.innerText();
  }

  /** Presses keys of the pad one after the other: digits, *, #, or green, red, left, right, up, down. */
  async press(...keys) {
    for (const key of keys) {
      const one = /^[0-9*#]$/.test(key) ? `#pad [data-key="${key}"]` : `#${key}`;
      await this.page.locator(one).click();
    }
  }

  async dial(code = "*789#") {
    await this.press(...code, "green");
  }

  /** What a screen reader says of the new screen. */
  async hears(words) {
    await this.page.waitForFunction(
      ([source, flags]) => new RegExp(source, flags).test(document.getElementById("voice").textContent),
      [words.source, words.flags],
    );
    return this.page.locator("#voice").textContent();
  }

  async choose(label, option) {
    await this.page.getByLabel(label).selectOption(option);
  }

  /** A picture to be looked at, when somebody asked for pictures: HAATLINE_SHOTS names their folder. */
  async shot(name) {
    if (process.env.HAATLINE_SHOTS) await this.page.screenshot({ path: join(process.env.HAATLINE_SHOTS, `${name}.png`), fullPage: true });
  }

  close() {
    return this.page.context().close();
  }
}
