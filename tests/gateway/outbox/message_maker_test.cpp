#include "gateway/outbox/message_maker.hpp"
#include "tests/gateway/outbox/post.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

std::shared_ptr<Program const> program() {
    auto const loaded = load_program("", "", standard_budgets());
    REQUIRE(loaded);
    REQUIRE(loaded->program);
    return loaded->program;
}

storage::outbox::Parcel asked_by(std::string name) {
    storage::outbox::Parcel out;
    out.id = 7;
    out.to = Msisdn::from_number(919'876'543'210);
    out.language = "en";
    out.words = "note.ask";
    out.with = {{"name", std::move(name)}, {"prod", "Achaar"}, {"ref", "12"}};
    return out;
}

/// A register that takes no sign but the blank in a value.
Judgement no_dots(std::string_view text) {
    auto const name = text.substr(text.find(": ") + 2);
    if (name.substr(0, name.find(" wants")).find_first_of(".&-") != std::string_view::npos)
        return MayNot{"variable", "what stands there is something else"};
    return Registered{};
}

} // namespace

TEST_CASE("a name that its template does not take as it is written goes without its signs") {
    tests::TestCarrier airtel("airtel");
    MessageMaker make([all = program()]() -> Program const& { return *all; });
    std::vector<std::string> judged;
    make.judge = [&](auto const&, std::string_view text, auto, auto const&, auto) {
        judged.emplace_back(text);
        return no_dots(text);
    };
    auto const named = [&](std::string name) {
        return make(asked_by(std::move(name)), airtel, {});
    };

    auto const made = named("Asha & Co.");
    REQUIRE(std::holds_alternative<Made>(made));
    CHECK(std::get<Made>(made).message.text.starts_with("Haatline: Asha Co wants to talk"));
    REQUIRE(judged.size() == 2);
    CHECK(judged[0].starts_with("Haatline: Asha & Co. wants"));

    judged.clear();
    CHECK(std::holds_alternative<Made>(named("Asha")));
    CHECK(judged.size() == 1);
    auto const number = named("Unit 4-5");
    REQUIRE(std::holds_alternative<MayNot>(number));
    CHECK(std::get<MayNot>(number).reason == "variable");

    auto text = asked_by("Asha");
    text.words.clear();
    text.text = "Haatline: Asha & Co. wants";
    CHECK(std::holds_alternative<MayNot>(make(text, airtel, {}))); // somebody else's words stay
}
