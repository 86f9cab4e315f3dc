// bench_mapping: Africa's Talking by the C++ that was written for it and by the mapping that replaced it, alternating: a
// whole turn of a gateway on its disk (all but the socket), and the handler alone; and how long each preset takes to
// load. JSON on standard output.

#include "gateway/mapping/mapping.hpp"

#include "gateway/channels/ussd/mapped.hpp"
#include "gateway/mapping/presets.hpp"
#include "tests/gateway/channels/ussd/native/natives.hpp"
#include "tests/support/line.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace haatline;
using namespace haatline::gateway;
namespace json = boost::json;

constexpr int rounds = 15;
constexpr int turns = 100'000;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

RawRequest callback(std::string const& text) {
    RawRequest out;
    out.method = "POST";
    out.path = "/in/africastalking/demo";
    out.content_type = "application/x-www-form-urlencoded";
    out.body = "sessionId=ATUid_5d1f6d06d8c64f8f&serviceCode=%2A789%23&phoneNumber=%2B919876543210&"
               "networkCode=40410&text=" +
               text;
    out.peer = "127.0.0.1";
    return out;
}

/// A screen of the shipped menus' usual size.
std::string const screen = "1 Looking for buyers\n2 Who sells what I need\n3 My messages\n4 My "
                           "posts\n5 Schemes\n6 Prices\n"
                           "7 Help\n8 My account\n9 More";

/// What the room does with a turn: all but the dispatcher.
std::size_t play(UssdProvider const& provider, std::vector<RawRequest> const& requests) {
    std::size_t octets = 0;
    for (int i = 0; i < turns; ++i) {
        auto const& request = requests[static_cast<std::size_t>(i) % requests.size()];
        auto const read = provider.read(request, {}, {});
        if (!read) std::abort(); // a bench that can pass with errors is broken
        LiveDialogue const live{
            read->session, std::string_view(i % 2 == 0 ? "1" : "1*2"), false, {}, false};
        octets += provider.meaning(*read, live).input.size();
        octets += provider.reply({screen, false}, read->echo).body.size();
    }
    return octets;
}

double median(std::vector<double> all) {
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

/// So many callers at once, and how far each goes: language, consent, PIN code.
constexpr int callers = 512;
constexpr int waves = 12;
std::array<std::string, 4> const story{"", "2", "2*1", "2*1*110001"};

/// CPU of a turn in a gateway that speaks by `provider`, in microseconds; every answer must be a screen.
double whole_turn(tests::Line& line, std::shared_ptr<UssdProvider const> provider,
                  std::uint64_t& number) {
    line.on_loop([&](House& house) { house.router().use("africastalking", std::move(provider)); });
    auto const began = cpu_seconds();
    for (int wave = 0; wave < waves; ++wave, number += callers)
        for (auto const& text : story) {
            std::vector<RawRequest> requests;
            for (int i = 0; i < callers; ++i) {
                auto const phone = std::to_string(number + static_cast<std::uint64_t>(i));
                auto request = callback(tests::encoded(text));
                request.body = "sessionId=ATUid_" + phone +
                               "&serviceCode=%2A789%23&phoneNumber=%2B" + phone +
                               "&networkCode=40410&text=" + tests::encoded(text);
                requests.push_back(std::move(request));
            }
            for (auto const& reply : line.call_all(std::move(requests)))
                if (!reply.body.starts_with("CON ")) std::abort();
        }
    return (cpu_seconds() - began) * 1e6 / (waves * callers * static_cast<double>(story.size()));
}

json::object whole_turns() {
    tests::Line line(1'000);
    ProviderOptions const options;
    std::shared_ptr<UssdProvider const> const native = make_africastalking(options);
    std::shared_ptr<UssdProvider const> const mapped = make_provider("africastalking", options);
    std::uint64_t number = 919'100'000'000;
    std::vector<double> native_us, mapped_us, ratio;
    for (int i = 0; i < rounds + 1; ++i) {
        auto const first = whole_turn(line, native, number);
        auto const second = whole_turn(line, mapped, number);
        if (i == 0) continue;
        native_us.push_back(first);
        mapped_us.push_back(second);
        ratio.push_back(second / first);
    }
    return {{"native_us", median(native_us)},
            {"mapped_us", median(mapped_us)},
            {"ratio", median(ratio)}};
}

json::array loads() {
    json::array out;
    for (auto const& preset : mapping::presets()) {
        std::vector<double> took;
        for (int i = 0; i < rounds; ++i) {
            std::vector<Problem> problems;
            auto const began = cpu_seconds();
            if (!mapping::load_mapping(preset.content, std::string(preset.path), problems, false))
                std::abort();
            took.push_back((cpu_seconds() - began) * 1e3);
        }
        out.push_back(json::object{{"preset", mapping::provider_of(preset)},
                                   {"bytes", preset.content.size()},
                                   {"ms", median(took)}});
    }
    return out;
}

} // namespace

int main() {
    spdlog::set_level(spdlog::level::off); // standard output is the figures'
    ProviderOptions const options;
    auto const native = make_africastalking(options);
    auto const mapped = make_provider("africastalking", options);
    std::vector<RawRequest> const requests{callback("1%2A2"), callback("1%2A2%2AAsha+Devi")};
    std::size_t octets[2] = {};
    std::vector<double> native_ns, mapped_ns, ratio;
    for (int i = 0; i < rounds + 1; ++i) {
        auto const first = cpu_seconds();
        octets[0] = play(*native, requests);
        auto const between = cpu_seconds();
        octets[1] = play(*mapped, requests);
        auto const last = cpu_seconds();
        if (octets[0] != octets[1]) std::abort();
        if (i == 0) continue; // caches were cold
        native_ns.push_back((between - first) * 1e9 / turns);
        mapped_ns.push_back((last - between) * 1e9 / turns);
        ratio.push_back(mapped_ns.back() / native_ns.back());
    }
    auto const text = json::serialize(json::object{{"turn", whole_turns()},
                                                   {"handler",
                                                    {{"native_ns", median(native_ns)},
                                                     {"mapped_ns", median(mapped_ns)},
                                                     {"ratio", median(ratio)}}},
                                                   {"presets", loads()}});
    std::puts(text.c_str());
}
