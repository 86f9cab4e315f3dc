#include "base/error.hpp"
#include "base/result.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace haatline;

TEST_CASE("every code of error has its own facts") {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) {
        ErrorFacts const& known = facts(static_cast<Errc>(code));
        CHECK(static_cast<int>(known.code) == code);
        CHECK(known.http_status >= 400);
        CHECK(known.http_status < 600);
        CHECK(known.locale_key.starts_with("err."));
        names.insert(known.name);
    }
    CHECK(names.size() == static_cast<std::size_t>(Errc::internal) + 1);
}

TEST_CASE("what the outside sends is not our fault, what we lack is") {
    CHECK(facts(Errc::unauthenticated).http_status == 403);
    CHECK(facts(Errc::limit).http_status == 413);
    CHECK_FALSE(facts(Errc::bad_request).our_fault);
    CHECK(facts(Errc::unavailable).our_fault);
    CHECK(facts(Errc::unavailable).retryable);
}

TEST_CASE("a result holds a value or tells why not") {
    Result<int> const good = 7;
    Result<int> const bad = fail(Errc::not_found, "no such place: import places first");
    CHECK(good.value() == 7);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().detail == "no such place: import places first");
    CHECK(bad.error().about().name == "not_found");
    Result<std::string> const passed_on = fail(bad.error());
    CHECK(passed_on.error().code == Errc::not_found);
}
