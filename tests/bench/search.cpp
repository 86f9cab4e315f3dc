// bench_search: real questions to a database of any size, one after the other on one reader, as the
// gateway's reader threads put them: where from, how far, what, who and which page by chance.

#include "base/world.hpp"
#include "simulators/load/latencies.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/open.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace haatline;
using haatline::simulators::Latencies;
using std::chrono::nanoseconds;

struct Options {
    std::string data;
    std::size_t questions = 40'000;
    std::uint64_t seed = 1;
    std::size_t slowest = 0; ///< so many questions are shown, for whoever wants to know why
    bool json = false;
};

/// The same questions every time (SplitMix64, public domain constants).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t bound) {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
    }
    template <class List>
    auto const& one_of(List const& list) {
        return list[below(list.size())];
    }

  private:
    std::uint64_t state_;
};

std::vector<std::string> column(std::string const& data, std::string_view sql) {
    std::vector<std::string> out;
    auto db = storage::open_reading(data);
    if (!db) return out;
    auto rows = db->prepare(sql);
    while (rows && rows->step()) out.emplace_back(rows->text(0));
    return out;
}

constexpr std::array<std::string_view, 4> rings{"near", "district", "state", "india"};
constexpr std::array<std::string_view, 6> wants{"maker",         "supplier", "buyer",
                                                "machine_maker", "service",  "institute"};
// Where a quarter of the demo's enterprises are, and where there are next to none (islands, Ladakh,
// the desert, the far north-east).
constexpr std::array<std::string_view, 8> dense{"844101", "800001", "302001", "110001",
                                                "700001", "600001", "560001", "411001"};
constexpr std::array<std::string_view, 6> empty{"744301", "194101", "345001",
                                                "792055", "682555", "175143"};

/// A place, a product and a page as callers have them: mostly anywhere, often a town, sometimes
/// nowhere; the common products oftener than the rare.
Question question(Dice& dice, std::string_view ring, std::vector<std::string> const& pins,
                  std::vector<std::string> const& products) {
    Question out;
    out.name = "peers.near";
    auto const where = dice.below(100);
    out.with.set("pin", where < 35   ? dice.one_of(dense)
                        : where < 45 ? dice.one_of(empty)
                                     : std::string_view(dice.one_of(pins)));
    out.with.set("product", dice.below(100) < 60 ? products[dice.below(8)] : dice.one_of(products));
    out.with.set("want", dice.below(100) < 60 ? wants[0] : dice.one_of(wants));
    out.with.set("ring", ring);
    auto const page = dice.below(100);
    out.with.set("offset", page < 60 ? "0" : page < 80 ? "9" : page < 92 ? "18" : "45");
    return out;
}

std::string shown(Question const& question) {
    std::string out;
    for (auto const& [name, value] : question.with) out += fmt::format("{}={} ", name, value);
    return out;
}

/// What this thread computed: on a machine with other tenants the wall says more of them.
nanoseconds computed() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

struct Found {
    Latencies wall, cpu;
    std::size_t some = 0;
};

double us(nanoseconds value) { return static_cast<double>(value.count()) / 1000; }

void print(Options const& options, std::string_view name, Found const& found) {
    fmt::print(
        fmt::runtime(
            options.json
                ? R"({{"ring":"{}","questions":{},"answered_some":{},"p50_us":{:.0f},"p99_us":{:.0f},)"
                  R"("p999_us":{:.0f},"max_us":{:.0f},"cpu_p50_us":{:.0f},"cpu_p99_us":{:.0f}}})"
                  "\n"
                : "{:9} {:6} questions, {:6} found some: p50 {:5.0f}  p99 {:5.0f}  p99.9 {:5.0f}  "
                  "max {:6.0f} us   (CPU p50 {:5.0f}  p99 {:5.0f})\n"),
        name, found.wall.count(), found.some, us(found.wall.at(0.5)), us(found.wall.at(0.99)),
        us(found.wall.at(0.999)), us(found.wall.max()), us(found.cpu.at(0.5)),
        us(found.cpu.at(0.99)));
}

int run(Options const& options) {
    auto& world = system_world();
    auto store = storage::open_sqlite(options.data, world);
    if (!store) return fmt::print(stderr, "bench_search: {}\n", store.error().detail), 1;
    auto reader = (*store)->reader();
    if (!reader) return fmt::print(stderr, "bench_search: {}\n", reader.error().detail), 1;
    auto const pins = column(options.data, "SELECT pin FROM pin ORDER BY pin");
    auto const products = column(options.data, "SELECT code FROM product ORDER BY rank");
    if (pins.empty() || products.size() < 8) return 1;

    Caller caller;
    caller.phone = Msisdn::from_number(919'876'543'210);
    caller.channel = "ussd";
    caller.language = "en";
    caller.now = world.clock.now();
    Dice dice(options.seed);
    std::array<Found, rings.size()> by_ring;
    std::multimap<nanoseconds, std::string, std::greater<>> slowest;
    // What a gateway that has run for a while has read already: statements, the index's upper pages.
    std::size_t const warm_up = options.questions / 10;
    for (std::size_t i = 0; i < warm_up + options.questions; ++i) {
        auto const ring = dice.below(rings.size());
        auto const asked = question(dice, rings[ring], pins, products);
        auto const cpu = computed();
        auto const begun = world.clock.steady();
        auto const answer = (*reader)->answer(asked, caller);
        auto const wall = world.clock.steady() - begun;
        auto const worked = computed() - cpu;
        if (!answer) return fmt::print(stderr, "bench_search: {}\n", answer.error().detail), 1;
        if (i < warm_up) continue;
        by_ring[ring].wall.add(wall);
        by_ring[ring].cpu.add(worked);
        by_ring[ring].some += answer->outcome == "some";
        if (options.slowest == 0) continue;
        slowest.emplace(worked, shown(asked) + " n=" + std::string(answer->values.get("n")));
        if (slowest.size() > options.slowest) slowest.erase(std::prev(slowest.end()));
    }
    Found all;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        print(options, rings[i], by_ring[i]);
        all.wall.add(by_ring[i].wall);
        all.cpu.add(by_ring[i].cpu);
        all.some += by_ring[i].some;
    }
    print(options, "all", all);
    for (auto const& [worked, text] : slowest) fmt::print("{:6.0f} us CPU  {}\n", us(worked), text);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Peer search over a database that `haatline serve --demo` made; see tests/bench/size"};
    Options options;
    app.add_option("--data", options.data, "folder of the database")->required();
    app.add_option("--questions", options.questions)->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    app.add_option("--slowest", options.slowest, "show so many of the slowest questions");
    app.add_flag("--json", options.json);
    CLI11_PARSE(app, argc, argv);
    return run(options);
}
