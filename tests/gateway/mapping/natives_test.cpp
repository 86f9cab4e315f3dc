// The presets of the three providers that were written in C++ first, against those: whatever comes in, both must make
// the same of it, to the byte.
#include "gateway/channels/ussd/mapped.hpp"
#include "tests/gateway/channels/ussd/callback.hpp"
#include "tests/gateway/channels/ussd/native/natives.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <random>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

struct Pair {
    std::unique_ptr<UssdProvider> native, mapped;
};

Pair pair_of(std::string const& name, bool credentials) {
    ProviderOptions options;
    options.service_code = "*789#";
    options.accept_get = credentials; // a second flag that must mean the same to both
    if (credentials) {
        options.user = "demo";
        options.password = "right";
    }
    auto const make = name == "africastalking" ? make_africastalking
                      : name == "comviva"      ? make_comviva
                                               : make_imimobile;
    return {make(options), make_provider(name, options)};
}

std::string told(Result<Callback> const& read) {
    // What was wrong with credentials is said to the operator only, and differently.
    if (!read && read.error().code == Errc::unauthenticated) return "unauthenticated";
    if (!read) return std::string(read.error().about().name) + ": " + read.error().detail;
    auto const& each = *read;
    return std::to_string(static_cast<int>(each.kind)) + '|' + each.phone.full() + '|' +
           each.session + '|' + each.identity + '|' +
           (each.retry == RetryRule::exact ? "exact" : "twin") + '|' + each.text + '|' +
           each.reason;
}

using Chance = std::mt19937;

std::string const& one_of(Chance& chance, std::vector<std::string> const& all) {
    return all[chance() % all.size()];
}

/// A form as such a provider sends it, mostly; sometimes with a field missing, doubled, renamed or broken.
std::string fields(Chance& chance,
                   std::vector<std::pair<std::string, std::vector<std::string>>> const& all) {
    std::string out;
    for (auto const& [name, values] : all) {
        auto const fate = chance() % 40;
        if (fate == 0) continue;
        auto const add = [&](std::string const& as) {
            if (!out.empty()) out += '&';
            out += as + '=' + one_of(chance, values);
        };
        add(fate == 1 ? name + 'x' : name);
        if (fate == 2) add(name);
    }
    if (chance() % 30 == 0) out += "&extra=1";
    if (chance() % 60 == 0) out += "&broken=%4";
    if (chance() % 60 == 0) out += "&latin=%E9";
    return out;
}

std::vector<std::string> const phones{
    "919876543210", "%2B919876543210", "+919876543210", "9876543210", "09876543211", "12345", "",
    "98765%2043210"};
std::vector<std::string> const texts{"",
                                     "1",
                                     "22",
                                     "1%2A2",
                                     "2*1",
                                     "789",
                                     "789*22",
                                     "*789%23",
                                     "*789*22%23",
                                     "*123%23",
                                     "%23",
                                     "a*b",
                                     "1*2*3",
                                     "Asha",
                                     "%E0%A4%85",
                                     "7890",
                                     "*%23",
                                     "789*",
                                     "Map+Dialog+User+Abort+User+Reason%3A+x",
                                     "%00",
                                     "++",
                                     "1%0A2"};

std::string request_text(std::string const& name, Chance& chance) {
    std::vector<std::string> const ids{"s1", "s2", "", "a%20b", "ATUid_1"};
    if (name == "africastalking") {
        auto all = std::vector<std::pair<std::string, std::vector<std::string>>>{
            {"sessionId", ids},
            {"serviceCode", {"*789%23", "*384%23"}},
            {"phoneNumber", phones},
            {"networkCode", {"99999"}},
            {"text", texts}};
        if (chance() % 5 == 0) all.push_back({"status", {"Success", "Incomplete", "Failed", ""}});
        return fields(chance, all);
    }
    if (name == "comviva") {
        auto all = std::vector<std::pair<std::string, std::vector<std::string>>>{
            {"SessionID", ids}, {"MSISDN", phones}, {"MSC", {"msc", ""}}, {"input", texts}};
        if (chance() % 4 == 0)
            all = {{"SessionID", ids},
                   {"msisdn", phones},
                   {"clean", {"clean-session", ""}},
                   {"error", {"522", "", "5 2"}}};
        if (chance() % 3 == 0) {
            all.push_back({"userid", {"demo", "other"}});
            all.push_back({"password", {"right", "wrong"}});
        }
        return fields(chance, all);
    }
    return fields(chance, {{"msisdn", phones},
                           {"msg", texts},
                           {"tid", {"1", "2", ""}},
                           {"dcs", {"x"}},
                           {"code", {"VC"}}});
}

std::vector<std::string> const said_before{"", "1", "1*2", "2"};

/// A dialogue it may belong to.
LiveDialogue live(Chance& chance, std::string const& session, std::string_view said) {
    LiveDialogue out;
    if (chance() % 2 == 0) out.session = session;
    out.text = said;
    out.ended = chance() % 4 == 0;
    out.idle = std::chrono::seconds(chance() % 900);
    out.overtaken = chance() % 4 == 0;
    return out;
}

} // namespace

TEST_CASE("the mapping language reproduces the three native providers byte for byte") {
    auto const name =
        GENERATE(std::string("africastalking"), std::string("comviva"), std::string("imimobile"));
    bool const credentials = GENERATE(false, true);
    auto const [native, mapped] = pair_of(name, credentials);
    REQUIRE(mapped);
    Chance chance(20'260'001);
    std::size_t taken = 0, refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto const text = request_text(name, chance);
        bool const posted = (name == "africastalking") != (chance() % 25 == 0);
        auto request = posted ? post(text) : get(text);
        if (posted && chance() % 50 == 0) request.content_type = "application/json";
        std::vector<std::string> rest;
        if (name == "imimobile" || chance() % 40 == 0)
            rest.push_back(chance() % 20 == 0 ? "790" : "789");
        INFO(name << ' ' << request.method << ' ' << text);
        auto const a = native->read(request, rest, {});
        auto const b = mapped->read(request, rest, {});
        REQUIRE(told(b) == told(a));
        if (!a) {
            ++refused;
            REQUIRE(whole(mapped->refuse(b.error())) == whole(native->refuse(a.error())));
            continue;
        }
        ++taken;
        auto const known = live(chance, a->session, one_of(chance, said_before));
        if (a->kind == Callback::Kind::turn)
            REQUIRE(said(mapped->meaning(*b, known)) == said(native->meaning(*a, known)));
        for (bool const ended : {false, true}) {
            UssdReply const screen{" \n1 \"<&>\"\n" + text, ended};
            REQUIRE(whole(mapped->reply(screen, b->echo)) == whole(native->reply(screen, a->echo)));
            REQUIRE(whole(mapped->hung_up(ended, b->echo)) ==
                    whole(native->hung_up(ended, a->echo)));
        }
    }
    CHECK(taken > 300); // most have no credentials, where these are asked for
    CHECK(refused > 3'000);
}
