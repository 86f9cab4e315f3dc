#include "base/masked.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/app/log.hpp"
#include "tests/support/catch.hpp"

#include <spdlog/sinks/ostream_sink.h>

#include <regex>
#include <sstream>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

/// What an entry looks like, with its time cut off.
template <class... Args>
std::string line(fmt::format_string<Args...> text, Args&&... args) {
    std::ostringstream out;
    spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
    logger.set_formatter(log_format());
    logger.warn(text, std::forward<Args>(args)...);
    static std::regex const time(R"(^ts=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z )");
    return std::regex_replace(out.str(), time, "");
}

} // namespace

TEST_CASE("an entry is one line, whatever it holds") {
    CHECK(line("hello") == "level=warning msg=\"hello\"\n");
    CHECK(line("{}", "a\"b\\c\nd\x01\x7F") == "level=warning msg=\"a\\\"b\\\\c\\nd\\x01\\x7f\"\n");
    CHECK(line("{}", "नमस्ते") == "level=warning msg=\"नमस्ते\"\n");
}

TEST_CASE("numbers and secrets are masked by themselves") {
    CHECK(line("{} {}", Msisdn::from_number(919876543210), Secret("hush")) ==
          "level=warning msg=\"+91…3210 ••••\"\n");
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
