#include "simulators/load/strangers.hpp"

#include "cluster/msisdn.hpp"
#include "locales/catalogue.hpp"

namespace haatline::simulators {
namespace {

/// 9005000000 to 9008999999 are fictional, and owners of no demo of up to five million enterprises.
constexpr std::uint64_t fictional_from = 919'005'000'000, fictional_many = 4'000'000;

} // namespace

Result<std::uint64_t> first_stranger(std::string const& given, World& world) {
    if (given.empty()) return fictional_from + world.random.next() % fictional_many;
    auto const number = Msisdn::parse(given);
    if (!number) return fail(Errc::bad_request, "--first: " + number.error().detail);
    return number->number();
}

std::vector<std::string> busy_words() {
    std::vector<Problem> problems;
    std::vector<std::string> out;
    auto const words = Catalogue::load(locales::embedded_files(), problems);
    if (!words) return out;
    for (auto const& language : words->languages())
        out.push_back(words->format("err.busy", language.code, "ussd", {}));
    return out;
}

} // namespace haatline::simulators
