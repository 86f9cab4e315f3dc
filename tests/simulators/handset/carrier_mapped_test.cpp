#include "gateway/wire/fields.hpp"
#include "simulators/handset/carrier_mapped.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <algorithm>
#include <map>

using namespace haatline;
using namespace haatline::simulators;

namespace {

using Fields = std::map<std::string, std::string>;

/// What a request says, without what is a provider's own for each dialogue or turn.
Fields said(CarrierRequest const& request, std::vector<std::string> const& but) {
    auto const mark = request.path.find('?');
    auto const text = request.has_body() || mark == std::string::npos
                          ? request.body
                          : request.path.substr(mark + 1);
    Fields out{{"method", request.method}, {"path", request.path.substr(0, mark)}};
    auto const fields = gateway::Fields::parse(text).value();
    for (auto const& [name, value] : fields.all())
        if (std::find(but.begin(), but.end(), name) == but.end()) out[std::string(name)] = value;
    return out;
}

struct Pair {
    tests::ManualWorld world;
    std::unique_ptr<Carrier> by_hand, mapped;

    explicit Pair(std::string_view provider) {
        Line const line{*Msisdn::parse("9876543210"), "demo", "*789#"};
        by_hand = provider == "africastalking" ? make_africastalking(line, world.world)
                  : provider == "imimobile"    ? make_imimobile(line, world.world)
                                               : make_comviva(line, world.world);
        mapped = make_mapped(ussd_preset(provider).value(), line, world.world);
    }
};

} // namespace

TEST_CASE("a preset plays what the network written by hand sends, field by field") {
    std::map<std::string, std::vector<std::string>> const own{
        {"africastalking", {"sessionId", "cost"}},
        {"imimobile", {"tid", "dcs", "code"}},
        {"comviva", {"SessionID", "userid", "password"}}};
    for (auto const& [provider, but] : own) {
        CAPTURE(provider);
        Pair pair(provider);
        for (auto const* dialled : {"*789#", "*789*22#", "*789*22*1#"}) {
            CAPTURE(dialled);
            CHECK(said(pair.mapped->dial(dialled).value(), but) ==
                  said(pair.by_hand->dial(dialled).value(), but));
            for (auto const* answer : {"1", "आम अचार", "a*b", ""})
                CHECK(said(pair.mapped->answer(answer).value(), but) ==
                      said(pair.by_hand->answer(answer).value(), but));
            CHECK(said(pair.mapped->hang_up().value(), but) ==
                  said(pair.by_hand->hang_up().value(), but));
        }
    }
}

TEST_CASE("a preset hears a reply as the network written by hand does") {
    struct Case {
        std::string provider;
        gateway::ClientReply reply;
    };
    std::vector<Case> const cases{
        {"africastalking", {200, {}, "CON Menu\n1 Go"}},
        {"africastalking", {200, {}, "END Bye"}},
        {"imimobile", {200, {{"x-ussd-session", "1"}}, "Menu"}},
        {"imimobile", {200, {{"x-ussd-session", "0"}}, "Bye"}},
        {"comviva", {200, {{"freeflow", "FC"}}, "Menu"}},
        {"comviva", {200, {{"freeflow", "FB"}}, "Bye"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.provider, each.reply.body);
        Pair pair(each.provider);
        REQUIRE(pair.mapped->dial("*789#"));
        REQUIRE(pair.by_hand->dial("*789#"));
        auto const mapped = pair.mapped->read(each.reply).value();
        auto const by_hand = pair.by_hand->read(each.reply).value();
        CHECK(mapped.text == by_hand.text);
        CHECK(mapped.ended == by_hand.ended);
    }
}

TEST_CASE("a refusal is no screen") {
    Pair pair("comviva");
    REQUIRE(pair.mapped->dial("*789#"));
    CHECK_FALSE(pair.mapped->read({403, {}, ""}));
    CHECK_FALSE(pair.mapped->read({503, {}, "x"}));
}

TEST_CASE("every provider that can be played begins, answers and is told apart by its sessions") {
    tests::ManualWorld world;
    Line const line{*Msisdn::parse("9876543210"), "demo", "*789#"};
    auto const names = mapped_ussd_providers();
    CHECK(names.size() >= 15);
    for (auto const name : names) {
        CAPTURE(name);
        auto const carrier = make_mapped(ussd_preset(name).value(), line, world.world);
        auto const begun = carrier->dial("*789#");
        REQUIRE(begun);
        CHECK(begun->path.starts_with("/in/" + std::string(name) + "/demo"));
        CHECK(begun->sound());
        auto const first = carrier->session();
        CHECK(carrier->answer("1").value().sound());
        CHECK(carrier->dial("*789#").value().sound());
        CHECK(carrier->session() != first);
    }
}

TEST_CASE("only marked requests are played twice") {
    CHECK(knows_repeats(*ussd_preset("imimobile").value()));
    CHECK(knows_repeats(*ussd_preset("africastalking").value()));
    CHECK_FALSE(knows_repeats(*ussd_preset("comviva").value()));
    CHECK_FALSE(ussd_preset("acme"));
}
