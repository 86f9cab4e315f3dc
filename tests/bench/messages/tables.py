"""The figures as the tables of docs/performance.md, and whether they keep what we promise."""
import datetime
import platform

MARK_BEGIN, MARK_END = "<!-- sms: written by tests/bench/sms --write -->", "<!-- sms: end -->"
HEADS = {
    "mt": ("Messages through one bind, receipts asked for: until the last was submitted, and until the last receipt was answered",
           "| sender | submitted/s | of kannel, 100 pending | of kannel, as it comes | with receipts/s | of kannel, 100 pending | of kannel, as it comes "
           "| CPU µs | RSS MiB | faults |"),
    "bare": ("The same without receipts", "| sender | submitted/s | of kannel, 100 pending | of kannel, as it comes | CPU µs | faults |"),
    "throttled": ("One submission in a hundred answered ESME_RTHROTTLED", "| sender | messages/s | cost | faults |"),
    "mo": ("A keyword answered, 100 a second", "| sender | p50 ms | p99 ms | max ms | RSS MiB | faults |"),
}
PEER, UNTUNED, OURS, LINK = ("kannel, 100 pending", "kannel, as it comes", "haatline, window 100",
                               "outbox, window 100")
# What is promised of: the whole of a message, and of what nobody wants to hear anything.
PROMISED = {("mt", "settled_per_second"): "with receipts", ("bare", "per_second"): "without receipts"}


def text(found, arguments):
    lines, faults = [], 0
    for stretch, rows in found["compared"].items():
        title, head = HEADS[stretch]
        lines += ["", f"{title}; medians of {arguments.rounds} rounds:", "", head, "|---" * (head.count("|") - 1) + "|"]
        for name, row in rows.items():
            lines.append(ROWS[stretch](name, row, rows, found["compared"]))
            faults += row["faults"]
    kept = promised(found["compared"])
    if audience := found["big"].get("audience"):
        kept.append(("an alert's first message within 3 s", audience["first_s"] <= 3))
        for ours in (OURS, LINK):
            for (stretch, rate), words in PROMISED.items():
                if drained := found["compared"].get(stretch, {}).get(ours, {}).get(rate):
                    ratio = audience["per_second"] / drained
                    kept.append((f"an alert fills the outbox ten times as fast as {ours}, {words}, drains it ({ratio:.1f})", ratio >= 10))
        lines += ["", f"An alert to {audience['people']:,.0f} people: its first messages wait for a route after {audience['first_s'] * 1000:.0f} ms, "
                  f"the outbox fills at {audience['per_second']:,.0f} parcels a second ({audience['fill_s']:.1f} s for all; median of {arguments.rounds}), the preview that "
                  f"counts everybody takes {audience['preview_s']:.1f} s."]
    if waiting := found["big"].get("waiting"):
        kept.append(("128 MiB with all waiting", waiting["rss_mib"] <= 128))
        lines += ["", f"A gateway on whose disk {arguments.people:,} parcels wait: {waiting['rss_mib']:.0f} MiB (promised: 128), ready in "
                  f"{waiting['ready_s']:.2f} s."]
    head = [f"Measured {datetime.date.today().isoformat()}, {platform.machine()}; sender on core 0, SMSC on core 1, its feeder on either."]
    if kept:
        lines += ["", "| promised | kept |", "|---|---|", *(f"| {promise} | {'yes' if is_kept else '**no**'} |" for promise, is_kept in kept)]
    if faults:
        lines += ["", f"**This run is void: {faults} messages were lost, came twice or were refused.**"]
    return "\n".join(head + lines), faults == 0 and all(is_kept for _, is_kept in kept)


def mt_row(name, row, rows, _):
    rates = []
    for rate in ("per_second", "settled_per_second"):
        rates.append(f"{row[rate]:,.0f}")
        rates += [f"{row[rate] / rows[peer][rate]:.1f}" if peer in rows else "" for peer in (PEER, UNTUNED)]
    return f"| {name} | {' | '.join(rates)} | {row['cpu_us']:.0f} | {row['rss_mib']:.0f} | {row['faults']} |"


def bare_row(name, row, rows, _):
    ratios = [f"{row['per_second'] / rows[peer]['per_second']:.1f}" if peer in rows else "" for peer in (PEER, UNTUNED)]
    return f"| {name} | {row['per_second']:,.0f} | {' | '.join(ratios)} | {row['cpu_us']:.0f} | {row['faults']} |"


def throttled_row(name, row, _, compared):
    whole = compared.get("mt", {}).get(name)
    cost = f"{100 * (1 - row['per_second'] / whole['per_second']):.0f} %" if whole else ""
    return f"| {name} | {row['per_second']:,.0f} | {cost} | {row['faults']} |"


def mo_row(name, row, *_):
    return f"| {name} | {row['p50_ms']:.1f} | {row['p99_ms']:.1f} | {row['max_ms']:.1f} | {row['rss_mib']:.0f} | {row['faults']} |"


ROWS = {"mt": mt_row, "bare": bare_row, "throttled": throttled_row, "mo": mo_row}


def promised(compared):
    """What we promise, in words, and whether this run kept it."""
    kept, mt, throttled, mo = [], compared.get("mt", {}), compared.get("throttled", {}), compared.get("mo", {})
    for ours in (OURS, LINK):
        for peer in (UNTUNED, PEER):
            for (stretch, rate), words in PROMISED.items():
                rows = compared.get(stretch, {})
                if ours not in rows or peer not in rows:
                    continue
                ratio = rows[ours][rate] / rows[peer][rate]
                each = [one[rate] / other[rate] for one, other in zip(rows[ours]["rounds"], rows[peer]["rounds"])]
                kept.append((f"{ours}, {words}: three times {peer} ({ratio:.2f}; rounds {min(each):.1f} to {max(each):.1f})", ratio >= 3))
    if OURS in mt and OURS in throttled:
        kept.append(("throttling costs 20 % at most", throttled[OURS]["per_second"] >= 0.8 * mt[OURS]["per_second"]))
    if OURS in mo:
        kept.append(("a keyword in 2 and 8 ms", mo[OURS]["p50_ms"] <= 2 and mo[OURS]["p99_ms"] <= 8))
    return kept


def write(path, body):
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(MARK_BEGIN, 1)
    after = rest.split(MARK_END, 1)[1]
    path.write_text(f"{before}{MARK_BEGIN}\n{body}\n{MARK_END}{after}", encoding="utf-8")
