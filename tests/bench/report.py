"""Turns the bench's figures into the tables of docs/performance.md and says whether they keep what we promise."""
import datetime
import platform
import re

MARK_BEGIN, MARK_END = "<!-- bench: written by tests/bench/run --write -->", "<!-- bench: end -->"
CEILING, PEER, OURS = "nginx static POST", "ussd-menu-builder", "haatline"
FLOOR_OF_CEILING = {64: 0.25, 256: 0.38}  # of nginx's rate
FLOOR_OF_PEER = 3.0


def text(tables, correctness, size, arguments):
    lines, good = [], True
    for connections, rows in tables.items():
        lines += ["", f"{connections} connections, medians of {arguments.rounds} rounds of {arguments.seconds} s:", "",
                  "| server, one core | turns/s | of nginx | of the peer | p50 / p99 ms | CPU µs/turn | RSS MiB | faults |",
                  "|---|---|---|---|---|---|---|---|"]
        for name, row in rows.items():
            of_ceiling = row["per_second"] / rows[CEILING]["per_second"]
            of_peer = row["per_second"] / rows[PEER]["per_second"]
            lines.append(f"| {name} | {row['per_second']:,.0f} | {of_ceiling:.2f} | {of_peer:.1f} | "
                         f"{row['p50_ms']:.1f} / {row['p99_ms']:.1f} | {row['cpu_us']:.1f} | {row['rss_mib']:.0f} | {row['faults']} |")
            good &= row["faults"] == 0
        ours = rows[OURS]["per_second"]
        good &= ours >= FLOOR_OF_CEILING.get(connections, 0) * rows[CEILING]["per_second"]
        good &= ours >= FLOOR_OF_PEER * rows[PEER]["per_second"]
    if correctness:
        bad = correctness["wrong"] or correctness.get("missing") or correctness.get("refused") or correctness["status"]
        good &= not bad
        lines += ["", f"Correctness: {correctness['turns']:,} turns of 64 callers at once, every reply compared with the screen that "
                  f"caller must get: {correctness['wrong']} wrong, {correctness.get('missing', '?')} missing, "
                  f"{correctness.get('refused', '?')} refused; {correctness.get('per_second', 0):,.0f} turns/s, "
                  f"p99 {correctness.get('p99_ms', 0):.1f} ms."]
    if size:
        good &= size["idle_rss_mib"] <= 40 and size["rss_100k_mib"] <= 96 and size["ready_s"] <= 1.0
        lines += ["", "| size | measured | promised |", "|---|---|---|",
                  f"| idle RSS, 10,000 enterprises | {size['idle_rss_mib']:.0f} MiB | ≤ 40 |",
                  f"| RSS after a start with 100,000 enterprises and 10⁶ past turns | {size['rss_100k_mib']:.0f} MiB | ≤ 96 |",
                  f"| `ready` on that database ({size['database_mib']:.0f} MiB) | {size['ready_s']:.2f} s | ≤ 1 |"]
    head = [f"Measured {datetime.date.today().isoformat()}, {platform.machine()}, {cpu_name()}; server on core 0, client on core 1."]
    verdict = "" if good else "\n\n**This run is void or below what we promise: see the faults and ratios above.**"
    return "\n".join(head + lines) + verdict, good


def cpu_name():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        match = re.search(r"model name\s*: (.*)", file.read())
    return match[1] if match else "unknown processor"


def write(path, body):
    page = path.read_text(encoding="utf-8")
    before, rest = page.split(MARK_BEGIN, 1)
    after = rest.split(MARK_END, 1)[1]
    path.write_text(f"{before}{MARK_BEGIN}\n{body}\n{MARK_END}{after}", encoding="utf-8")
