#include "base/world.hpp"
#include "tests/support/catch.hpp"

#include <set>
#include <thread>
#include <vector>

using namespace haatline;

namespace {

// More than one filling of what is drawn from the kernel at a time.
constexpr std::size_t kDraws = 10'000;

std::vector<std::uint64_t> draws() {
    std::vector<std::uint64_t> out(kDraws);
    for (auto& each : out) each = system_world().random.next();
    return out;
}

} // namespace

TEST_CASE("the machine's chance never gives a number twice, nor the same to two threads") {
    std::vector<std::uint64_t> other;
    std::thread thread([&] { other = draws(); });
    auto all = draws();
    thread.join();
    all.insert(all.end(), other.begin(), other.end());
    CHECK(std::set(all.begin(), all.end()).size() == 2 * kDraws);
}

TEST_CASE("of the machine's chance every bit is set about half the time") {
    std::vector<std::size_t> set(64);
    for (auto const each : draws())
        for (int bit = 0; bit < 64; ++bit) set[static_cast<std::size_t>(bit)] += each >> bit & 1;
    for (auto const times : set) { // ten standard deviations of 50
        CHECK(times > kDraws / 2 - 500);
        CHECK(times < kDraws / 2 + 500);
    }
}
