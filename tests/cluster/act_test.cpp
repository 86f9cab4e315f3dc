#include "cluster/act.hpp"
#include "cluster/questions.hpp"
#include "tests/support/catch.hpp"

#include <array>
#include <set>
#include <string>

using namespace haatline;

TEST_CASE("each effect is told as an act for somebody, or is known to be none of hers") {
    // Of the phone, of a proof, of a count, or before anybody is known.
    std::set<std::string_view> const none_of_hers{"member.join",  "phone.seen",   "phone.detach",
                                                  "phone.answer", "secret.right", "secret.wrong",
                                                  "number.ask",   "word.unknown", "search.empty",
                                                  "line.stop",    "line.start"};
    for (auto const& contract : effect_contracts()) {
        INFO(contract.name << ": say in cluster/act.hpp by which word it is told");
        CHECK((acts::find(contract.name) != nullptr) != none_of_hers.contains(contract.name));
    }
    for (auto const& row : acts::table) {
        INFO(row.effect << " is told, but is no effect");
        CHECK(find_effect(row.effect) != nullptr);
    }
}

TEST_CASE("what gives or takes a right is for her alone, her business is not") {
    for (auto const* right : {"secret.set", "consent.give", "consent.withdraw", "phone.ask",
                              "phone.drop", "erase.ask", "alert.set", "helper.allow"})
        CHECK(acts::find(right)->hers_alone);
    for (auto const* business :
         {"talk.ask", "talk.agree", "name.change", "listing.post", "help.ask"})
        CHECK_FALSE(acts::find(business)->hers_alone);
    CHECK(acts::word("talk.ask") == "ask");
    CHECK(acts::word("phone.seen") == "other"); // an older version wrote it down
}
