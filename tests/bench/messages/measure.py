"""The four stretches: messages through one bind with and without receipts, with one in a hundred put off, and keywords answered."""
import statistics
import sys
import time

from . import smsc
from .process import pause

TEXT = "Haatline: your offer of achaar stands until Friday. Reply STOP to end."
ANSWER = "Haatline: 1 Find 2 Sell 3 Messages. Reply with a number."
# Fictional numbers, each of its own, so that every text must arrive once.
FIRST = 919_000_000_000
MO_PER_SECOND = 100


def compare(arguments, senders, crowd):
    rounds = {}
    for number in range(arguments.rounds):
        for stretch in [name for name in ("mt", "bare", "throttled", "mo") if name in arguments.only]:
            for sender in senders:
                if stretch == "mo" and not sender.answers:
                    continue
                got = STRETCHES[stretch](arguments, sender)
                rounds.setdefault(stretch, {}).setdefault(sender.name, []).append(got)
                tell(number, stretch, sender.name, got)
        if "audience" in arguments.only:
            tell(number, "audience", "an alert", crowd.fill())
    return {stretch: {name: median_of(results) for name, results in rows.items()} for stretch, rows in rounds.items()}


def tell(number, stretch, name, got):
    print(f"round {number + 1} {stretch:10} {name:22} " + "  ".join(f"{key} {value:,.2f}" for key, value in got.items()), file=sys.stderr, flush=True)


def median_of(results):
    row = {key: statistics.median(result[key] for result in results) for key in results[0]}
    row["faults"] = sum(result["faults"] for result in results)
    row["rounds"] = results
    return row


def faults_of(count, sent):
    """What must not have happened at the message centre, whatever became of the rate."""
    refused = sum(times for status, times in count["by_status"].items() if int(status) not in (0, 0x58))
    receipts = count["deliveries_refused"] + count["deliveries_lost"] + count["unexpected_responses"]
    return refused + receipts + count["repeated"] + count["malformed"] + abs(sent - count["whole_texts"])


def through_one_bind(sender, binary, messages, *options, receipts=True):
    numbers = [str(FIRST + i) for i in range(messages)]
    with smsc.started(binary, *options) as peer, sender.started(peer, ANSWER) as gateway:
        peer.wait_for("binds", 1, "a bind")
        pause(1)
        begun, cpu = time.monotonic(), gateway.cpu_us()
        gateway.feed(numbers, TEXT)
        fed = time.monotonic() - begun
        peer.wait_for("accepted", messages, "the last submission", 300)
        took = time.monotonic() - begun
        if receipts:  # handed over is half of it: what became of each comes back on the same bind
            peer.wait_for("receipts_answered", messages, "the last receipt", 300)
        settled = time.monotonic() - begun
        cpu = gateway.cpu_us() - cpu
        # A message that comes twice comes a little later.
        pause(1)
        count = peer.count()
        return {"per_second": messages / took, "settled_per_second": messages / settled, "fed_s": fed, "cpu_us": cpu / messages, "rss_mib": gateway.rss_mib(),
                "window": count["unanswered_most"], "faults": faults_of(count, messages) + (0 if receipts else count["receipts"])}


def mt(arguments, sender):
    return through_one_bind(sender, arguments.binary, arguments.messages)


def bare(arguments, sender):
    """The rest, without what receipts cost: kannel asks for none, ours asks always, and the message centre has none to give."""
    sender.wants_receipts = False
    try:
        return through_one_bind(sender, arguments.binary, arguments.messages, "--receipt-lost", "100", receipts=False)
    finally:
        sender.wants_receipts = True


def throttled(arguments, sender):
    messages = arguments.throttled if sender.sleeps_when_throttled else arguments.messages
    return through_one_bind(sender, arguments.binary, messages, "--throttle-one-in", "100")


def mo(arguments, sender):
    """Texts of phones at an even hundred a second, each from a number of its own."""
    with smsc.started(arguments.binary) as peer, sender.started(peer, ANSWER) as gateway:
        peer.wait_for("binds", 1, "a bind")
        pause(1)
        texts, begun = arguments.seconds * MO_PER_SECOND, time.monotonic()
        for i in range(texts):
            pause(max(0.0, begun + i / MO_PER_SECOND - time.monotonic()))
            peer.do(f"mo {FIRST + i} 56161 HELP")
        count = peer.wait_for("mo_replied", texts, "the last answer", 30)
        replies = count["replies"]
        return {"p50_ms": replies["p50_ms"], "p99_ms": replies["p99_ms"], "max_ms": replies["max_ms"],
                "rss_mib": gateway.rss_mib(), "faults": faults_of(count, texts) + count["mo"] - count["mo_answered"]}


STRETCHES = {"mt": mt, "bare": bare, "throttled": throttled, "mo": mo}
