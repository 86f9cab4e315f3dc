// A dialogue as it is read back from disk, and the engine going on from whatever it says.
#include "gateway/app/phones.hpp"
#include "gateway/app/program.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

using namespace haatline;
using fuzz::expect;

namespace {

gateway::Program const& program() {
    static auto const loaded = [] {
        auto read = gateway::load_program("", "", gateway::standard_budgets());
        expect(read && read->program, "the shipped menus load");
        return read->program;
    }();
    return *loaded;
}

/// An answer of the database that nobody chose: outcome and rows by the input.
Answer some_answer(fuzz::Bytes& bytes) {
    constexpr std::string_view outcomes[] = {"some",   "none", "one",  "ok",
                                             "member", "new",  "many", ""};
    Answer out;
    out.outcome = outcomes[bytes.below(8)];
    for (auto rows = bytes.below(10); rows > 0; --rows)
        out.rows.push_back({{"peer", "7"}, {"name", "Asha"}, {"km", "3"}, {"prod", "papad"}});
    out.values.set("n", "99+");
    out.more = bytes.below(2) == 1;
    return out;
}

void go_on(menus::Session session, fuzz::Bytes bytes) {
    menus::Context context;
    context.now = TimePoint(Millis(1'790'000'000'000));
    context.budget = {160, 60};
    context.service_code = "*789#";
    context.serial = [](std::string_view) { return 1U; };
    for (int turn = 0; turn < 6; ++turn) {
        auto const kind = static_cast<menus::Input::Kind>(bytes.below(3));
        auto next =
            program().engine.take(std::move(session), {kind, std::string(bytes.line())}, context);
        int asked = 0;
        while (auto* asks = std::get_if<menus::Asked>(&next)) {
            expect(++asked < 64, "a turn asks the database a bounded number of times");
            next = program().engine.go_on(std::move(*asks), some_answer(bytes), context);
        }
        auto& said = std::get<menus::Said>(next);
        expect(!said.screen.text.empty(), "a caller always reads something");
        expect(context.budget.fits(said.screen.text), "a screen fits its route");
        session = std::move(said.session);
        auto const again = menus::session_from_json(menus::to_json(session));
        expect(again && *again == session, "a dialogue reads back as it was written");
    }
}

/// Not keyed: only that marks agree matters here.
std::string marked(std::string_view text) { return std::to_string(text.size()); }

} // namespace

HAATLINE_FUZZ_TARGET(session) {
    fuzz::Bytes bytes(input);
    bool const inner = bytes.below(2) == 1;
    auto const choices = bytes.line();
    gateway::Phone phone;
    if (inner) {
        auto read = menus::session_from_json(bytes.rest());
        if (!read) return;
        phone.session = std::move(*read);
    } else if (!gateway::read_phone_state(bytes.rest(), phone, marked)) {
        return;
    }
    auto const again = menus::session_from_json(menus::to_json(phone.session));
    expect(again && *again == phone.session, "what was read is written and read the same");
    gateway::Phone copy;
    auto const state = gateway::phone_state_json(phone.dialogue, phone.text, phone.ended,
                                                 phone.program, phone.session);
    expect(gateway::read_phone_state(state, copy, marked).has_value(), "a phone reads back");
    expect(copy.dialogue == phone.dialogue && copy.text == phone.text &&
               copy.ended == phone.ended && copy.session == phone.session,
           "a phone reads back as it was written");
    go_on(phone.session, fuzz::Bytes(choices));
}
