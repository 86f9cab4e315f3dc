// bench_coding: how many texts a second are planned and coded on one core. Texts come as one JSON array
// in a file, the figures go as JSON to standard output; tests/bench/coding runs it beside its peer.
#include "locales/coding/decode.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/coding/user_data.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace haatline;
using namespace haatline::coding;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

SmsRoute national() { return {Policy::cheaper, {true, true, true, true}, kIndianTables}; }

SmsPlan plan(std::string const& text, SmsRoute const& route) {
    auto made = plan_sms(text, route);
    if (!made) std::abort(); // a bench that can pass with errors is broken
    return std::move(*made);
}

std::size_t octets_of(std::string const& text, SmsRoute const& route) {
    SmsPlan const made = plan(text, route);
    std::size_t octets = 0;
    for (std::size_t i = 0; i < made.parts.size(); ++i)
        octets += packed_ud(coded(made, text, i, 0x42)).size();
    return octets;
}

/// Texts a second of one core, over `seconds` at least.
template <class Work>
double rate(std::vector<std::string> const& texts, double seconds, Work const& work) {
    std::size_t done = 0, sum = 0;
    double const begun = cpu_seconds();
    double spent = 0;
    while (spent < seconds) {
        for (int again = 0; again < 200; ++again)
            for (std::string const& text : texts) sum += work(text);
        done += 200 * texts.size();
        spent = cpu_seconds() - begun;
    }
    if (sum == 0) std::abort();
    return static_cast<double>(done) / spent;
}

std::vector<std::string> read(char const* path) {
    std::ifstream file(path);
    std::string const content{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::string> texts;
    boost::json::value const whole = boost::json::parse(content);
    for (auto const& text : whole.as_array()) texts.emplace_back(text.as_string().c_str());
    return texts;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::fputs("usage: bench_coding TEXTS.json SECONDS\n", stderr), 2;
    auto const texts = read(argv[1]);
    double const seconds = std::atof(argv[2]);
    SmsRoute const plain, tables = national();
    std::string segments;
    for (std::string const& text : texts)
        segments +=
            fmt::format("{}{}", segments.empty() ? "" : ",", plan(text, plain).parts.size());
    auto const parts = [](SmsRoute const& route) {
        return [&route](std::string const& text) { return plan(text, route).parts.size(); };
    };
    auto const octets = [](SmsRoute const& route) {
        return [&route](std::string const& text) { return octets_of(text, route); };
    };
    fmt::print("{{\"plan\":{:.0f},\"national\":{:.0f},\"octets\":{:.0f},\"national_octets\":{:.0f},"
               "\"segments\":[{}]}}\n",
               rate(texts, seconds, parts(plain)), rate(texts, seconds, parts(tables)),
               rate(texts, seconds, octets(plain)), rate(texts, seconds, octets(tables)), segments);
}
