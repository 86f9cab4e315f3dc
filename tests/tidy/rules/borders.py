"""Who may include whom, and which doors to the outside stand in which room."""
import re

from source import ROOMS, fault

# Each room and what it may include from; the floors of ARCHITECTURE.md, lowest first.
MAY_USE = {
    "base": {"base"},
    "locales": {"base", "locales"},
    "cluster": {"base", "locales", "cluster"},
    "storage": {"base", "locales", "cluster", "storage"},
    "menus": {"base", "locales", "cluster", "menus"},
    "gateway": {"base", "locales", "cluster", "storage", "menus", "gateway"},
    "simulators": {"base", "locales", "cluster", "storage", "menus", "gateway", "simulators"},
    "tests": set(ROOMS),
}
# The program's main chooses a world, so it alone may look one floor up.
CHOOSES_A_WORLD = {"gateway/main.cpp"}

# Header, folders that may include it, why.
ONLY_HERE = [
    (r"boost/(asio|beast)(/.*|\.hpp)", ("gateway/net/", "tests/gateway/net/"), "sockets live in gateway/net"),
    (r"(sys/(socket|epoll|un)|netinet/.*|netdb|poll)\.h", ("gateway/net/", "tests/gateway/net/", "tests/bench/"),
     "sockets live in gateway/net"),
    (r"openssl/(ssl|bio)\.h", ("gateway/net/", "tests/gateway/net/"), "sockets live in gateway/net"),
    (r"openssl/(?!(ssl|bio)\.h).*", ("gateway/wire/", "gateway/net/", "tests/gateway/net/"), "digests and signatures live in gateway/wire"),
    (r"curl/.*", ("gateway/net/",), "sockets live in gateway/net"),
    (r"unicode/.*", ("locales/", "tests/locales/"), "ICU lives in locales"),
    (r"sqlite3\.h", ("storage/sqlite/", "tests/storage/"), "SQLite lives in storage/sqlite"),
    (r"yaml-cpp/.*", ("menus/", "tests/menus/"), "only menus reads YAML"),
    (r"catch2/.*", ("tests/support/catch.hpp",), "include tests/support/catch.hpp"),
]

CLOCK_OR_CHANCE = re.compile(
    r"(system_clock|steady_clock|high_resolution_clock|utc_clock)::now|(?<![\w.>])(std::)?time\s*\(\s*(nullptr|NULL|0\s*\)|&)"
    r"|\bgettimeofday\b|\bclock_gettime\b|\bs?rand\s*\(|\brandom_device\b|\bget(entropy|random)\s*\(|\b(secure_)?getenv\b")
# The load client measures real time from outside; it is no part of the product.
READS_THE_WORLD = ("base/system.cpp", "tests/bench/")

SLEEP = re.compile(r"\bsleep_(for|until)\b|\busleep\s*\(|\bnanosleep\s*\(|\btime\.sleep\s*\(|(?<![\w.])sleep\s*\(\s*\d|^\s*sleep\s+[\d$]")


def floors(tree):
    """An arrow may only point down: a room includes from the floors beneath it."""
    for file in tree.code(*ROOMS):
        for line, mark, target in file.includes():
            if mark != '"':
                continue
            room = target.split("/")[0]
            if room not in MAY_USE:
                yield fault(file, line, f'"{target}" names no room', "include from the top of the tree, \"room/file.hpp\"")
            elif room not in MAY_USE[file.room] and file.path not in CHOOSES_A_WORLD:
                yield fault(file, line, f"{file.room} may not look up to {room}", "move the code down or turn the call round")


def one_door_per_library(tree):
    """Each library of the outside world comes in through one room."""
    for file in tree.code():
        for line, _, target in file.includes():
            for pattern, allowed, why in ONLY_HERE:
                if re.fullmatch(pattern, target) and not file.path.startswith(allowed):
                    yield fault(file, line, f"<{target}> does not belong here: {why}", "ask that room through its header")


def clock_and_chance(tree):
    """Time, chance and the environment come in by the door (World&), read only in base/system.cpp."""
    for file in tree.code():
        if file.path.startswith(READS_THE_WORLD):
            continue
        for number, line in enumerate(file.code_lines, 1):
            if match := CLOCK_OR_CHANCE.search(line):
                yield fault(file, number, f"{match[0].strip()} reads the world", "take `now` or World& as a parameter")


def tests_never_sleep(tree):
    """A test waits for something that happens, never for time to pass."""
    for file in tree.files:
        if file.room != "tests" or file.path.startswith("tests/tidy/") or file.suffix not in {".cpp", ".hpp", ".py", "", ".sh"}:
            continue
        for number, line in enumerate(file.code_lines, 1):
            if SLEEP.search(line):
                yield fault(file, number, "a test sleeps", "wait on a line, a reply or the end of a process")


RULES = [floors, one_door_per_library, clock_and_chance, tests_never_sleep]
