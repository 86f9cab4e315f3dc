// The wire between the page and the gateway: sends a callback and keeps both sides as bytes. Never leaves this origin.

const PATIENCE_MS = 30_000; // networks close a USSD dialogue after about 30 s without an answer
const utf8 = new TextEncoder();

/** What was sent, as it went out; the browser adds header lines of its own (User-Agent, Accept, …). */
function as_sent(request) {
  const head = [`${request.method} ${request.path} HTTP/1.1`, `Host: ${location.host}`];
  for (const [name, value] of request.headers) head.push(`${name}: ${value}`);
  if (request.cookie) head.push(`Cookie: ${request.cookie}`);
  if (request.body) head.push(`Content-Length: ${utf8.encode(request.body).length}`);
  return utf8.encode(`${head.join("\r\n")}\r\n\r\n${request.body}`);
}

/** The head as the browser reports it (names in small letters, hop headers left out), the body octet for octet. */
function as_heard(reply, body) {
  const head = [`HTTP/1.1 ${reply.status} ${reply.statusText}`.trimEnd()];
  for (const [name, value] of reply.headers) head.push(`${name}: ${value}`);
  const bytes = utf8.encode(`${head.join("\r\n")}\r\n\r\n`);
  const whole = new Uint8Array(bytes.length + body.length);
  whole.set(bytes);
  whole.set(body, bytes.length);
  return whole;
}

/**
 * @param request {{method: string, path: string, headers: [string, string][], body: string, cookie?: string}}
 * @returns the exchange: `sent` and `heard` as bytes, `reply` read as text, `took_ms`; `fault` in words when nobody answered.
 */
export async function send(request) {
  const exchange = { request, sent: as_sent(request), heard: null, reply: null, took_ms: 0, fault: "" };
  const began = performance.now();
  // A page may not write the Cookie header itself; the browser does, for this route's paths only.
  if (request.cookie) document.cookie = `${request.cookie}; Path=${request.path.replace(/[^/]*$/, "")}; SameSite=Strict`;
  try {
    const reply = await fetch(request.path, {
      method: request.method,
      headers: request.headers,
      body: request.body || undefined,
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = new Uint8Array(await reply.arrayBuffer());
    exchange.heard = as_heard(reply, body);
    exchange.reply = { status: reply.status, text: new TextDecoder().decode(body), octets: body.length, headers: [...reply.headers], header: (name) => reply.headers.get(name) ?? "" };
  } catch (fault) {
    exchange.fault = fault.name === "TimeoutError" ? "No answer within 30 seconds." : "No answer from the gateway. Is it running?";
  }
  exchange.took_ms = performance.now() - began;
  return exchange;
}
