#include "base/masked.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/app/log.hpp"
#include "tests/support/catch.hpp"

#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

/// What an entry looks like, with the digits of its time as 0.
template <class... Args>
std::string line(fmt::format_string<Args...> text, Args&&... args) {
    std::ostringstream out;
    spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
    logger.set_formatter(log_format());
    logger.warn(text, std::forward<Args>(args)...);
    auto entry = out.str();
    for (auto at = entry.begin(); at != entry.end() && *at != ' '; ++at)
        if (*at >= '1' && *at <= '9') *at = '0';
    return entry;
}

std::string const begin = "ts=0000-00-00T00:00:00.000Z level=warning msg=";

} // namespace

TEST_CASE("an entry is one line, whatever it holds") {
    CHECK(line("hello") == begin + "\"hello\"\n");
    CHECK(line("{}", "a\"b\\c\nd\x01\x7F") == begin + "\"a\\\"b\\\\c\\nd\\x01\\x7f\"\n");
    CHECK(line("{}", "नमस्ते") == begin + "\"नमस्ते\"\n");
}

TEST_CASE("numbers and secrets are masked by themselves") {
    CHECK(line("{} {}", Msisdn::from_number(919876543210), Secret("hush")) ==
          begin + "\"+91…3210 ••••\"\n");
}

TEST_CASE("what strangers cause is braked, and what was left out is counted") {
    LogBrake brake(2, 60s);
    std::uint64_t left_out = 99;
    CHECK(brake.lets(0s, left_out));
    CHECK(left_out == 0);
    CHECK(brake.lets(1s, left_out));
    CHECK(!brake.lets(2s, left_out));
    CHECK(!brake.lets(59s, left_out));
    CHECK(brake.lets(60s, left_out));
    CHECK(left_out == 2);
    CHECK(brake.lets(61s, left_out));
    CHECK(left_out == 0);
}
