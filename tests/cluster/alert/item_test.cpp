#include "cluster/alert/item.hpp"
#include "cluster/alert/pace.hpp"
#include "cluster/alert/preview.hpp"
#include "cluster/alert/when.hpp"
#include "cluster/alert/wording.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::alerts;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr TimePoint kNow{Millis(1'790'000'000'000)}; // 21 September 2026, 19:43 in India
std::vector<std::string> const kLanguages{"en", "hi", "hi-Latn", "ta"};

Item item() {
    Item out;
    out.title = "Subsidy for flour mills";
    out.source = "Notice of 20 September 2026";
    out.topic = "schemes";
    out.valid_until = kNow + hours(48);
    out.texts = {{"hi", "आटा चक्की पर अनुदान: 30 तारीख तक आवेदन", ""},
                 {"en", "Subsidy for flour mills: apply by the 30th", "1107160000000000001"}};
    return out;
}

std::vector<std::string> fields(Item const& what) {
    std::vector<std::string> out;
    for (auto const& fault : faults_of(what, kLanguages, kNow)) out.push_back(fault.field);
    return out;
}

} // namespace

TEST_CASE("a whole alert has no fault, and each field that is wrong is named with its remedy") {
    CHECK(faults_of(item(), kLanguages, kNow).empty());
    auto const broken = [](auto change) {
        auto out = item();
        change(out);
        return fields(out);
    };
    using Fields = std::vector<std::string>;
    CHECK(broken([](Item& i) { i.title = " "; }) == Fields{"title"});
    CHECK(broken([](Item& i) { i.title = "a\nb"; }) == Fields{"title"});
    CHECK(broken([](Item& i) { i.source.clear(); }) == Fields{"source"});
    CHECK(broken([](Item& i) { i.topic = "lottery"; }) == Fields{"topic"});
    CHECK(broken([](Item& i) { i.category = "transactional"; }) == Fields{"category"});
    CHECK(broken([](Item& i) { i.valid_until = kNow; }) == Fields{"valid_until"});
    CHECK(broken([](Item& i) { i.valid_until = kNow + hours(24 * 91); }) == Fields{"valid_until"});
    CHECK(broken([](Item& i) { i.start_at = i.valid_until; }) == Fields{"start_at"});
    CHECK(broken([](Item& i) { i.hours = {minutes(600), minutes(600)}; }) == Fields{"hours"});
    CHECK(broken([](Item& i) { i.weekly_cap = 0; }) == Fields{"weekly_cap"});
    CHECK(broken([](Item& i) { i.texts.clear(); }) == Fields{"texts"});
    CHECK(broken([](Item& i) { i.texts[1].language = "hi"; }) == Fields{"texts[1].language"});
    CHECK(broken([](Item& i) { i.texts[1].language = "xx"; }) == Fields{"texts[1].language"});
    CHECK(broken([](Item& i) { i.texts[0].body = "two  blanks"; }) == Fields{"texts[0].text"});
    CHECK(broken([](Item& i) { i.texts[0].body = "\xff"; }) == Fields{"texts[0].text"});
    CHECK(broken([](Item& i) { i.texts[0].body = std::string(480, 'a'); }) ==
          Fields{"texts[0].text"});
    CHECK(broken([](Item& i) { i.texts[0].template_id = "11a"; }) == Fields{"texts[0].template"});
    CHECK(broken([](Item& i) { i.fallback = "ta"; }) == Fields{"fallback"});
    CHECK(broken([](Item& i) { i.audience.pins = {84410}; }) == Fields{"audience.pins"});
    CHECK(broken([](Item& i) { i.audience.around = {{844101, 10}}; }) == Fields{"audience.around"});
    CHECK(broken([](Item& i) { i.audience.roles = {"boss"}; }) == Fields{"audience.roles"});
    CHECK(broken([](Item& i) { i.audience.languages = {"xx"}; }) == Fields{"audience.languages"});
    CHECK(broken([](Item& i) { i.audience.states.assign(2'001, "Bihar"); }) ==
          Fields{"audience.states"});
}

TEST_CASE("hours are the clock's in India, every day") {
    Hours const day{minutes(10 * 60), minutes(18 * 60)};
    auto const at = [](int hour, int minute) { // of 22 September 2026 in India
        return TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 9 / 22)) + hours(hour) +
               minutes(minute) - minutes(330);
    };
    CHECK_FALSE(day.hold(at(9, 59)));
    CHECK(day.hold(at(10, 0)));
    CHECK(day.hold(at(17, 59)));
    CHECK_FALSE(day.hold(at(18, 0)));
    CHECK(day.next(at(3, 0)) == at(10, 0));
    CHECK(day.next(at(12, 0)) == at(12, 0));
    CHECK(day.next(at(18, 0)) == at(34, 0));
    CHECK(hours_text(day) == "10:00-18:00");
    CHECK(hours_named("10:00-18:00") == day);
    CHECK(hours_named("00:00-24:00") == Hours{minutes(0), minutes(1440)});
    for (auto const* bad : {"", "10-18", "18:00-10:00", "10:00-18:00 ", "10:60-18:00",
                            "10:00-25:00", "1a:00-18:00", "10:00"})
        CHECK_FALSE(hours_named(bad));
}

TEST_CASE("a time is read by India's clock unless it says its zone") {
    auto const six =
        TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30)) + minutes(12 * 60 + 30);
    for (auto const* text : {"2026-11-30 18:00", "2026-11-30T18:00:00", "2026-11-30T12:30:00Z",
                             "2026-11-30T18:00+05:30", "2026-11-30T07:30:00-05:00"})
        CHECK(when_named(text) == six);
    CHECK(when_text(six) == "2026-11-30T18:00:00+05:30");
    CHECK(when_named(when_text(six)) == six);
    CHECK(when_on_the_wall(six) == "2026-11-30 18:00");
    for (auto const* bad : {"", "2026-11-30", "2026-02-30 10:00", "2026-11-30 24:00", "30.11.2026",
                            "2026-11-30T18:00:00+5", "2026-11-30T18:00:00Zx", "2026-11-30 1:00"})
        CHECK_FALSE(when_named(bad));
}

TEST_CASE("a reader without a text of her own gets the same language in other letters") {
    std::vector<std::string> const both{"hi", "hi-Latn"}, one{"hi"}, latin{"hi-Latn", "ta"};
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(readers_of(both) == Pairs{{"hi", "hi"}, {"hi-Latn", "hi-Latn"}});
    CHECK(readers_of(one) == Pairs{{"hi", "hi"}, {"hi-Latn", "hi"}});
    CHECK(readers_of(latin) ==
          Pairs{{"hi", "hi-Latn"}, {"hi-Latn", "hi-Latn"}, {"ta", "ta"}, {"ta-Latn", "ta"}});
}

TEST_CASE("a preview says parts and rupees by language, and whether anybody counted") {
    Counts counts;
    counts.by_language = {{"hi", 600'000}, {"en", 1'000}};
    counts.left_out = {{"stopped", 7}, {"language", 30}};
    counts.looked_at = counts.subscribers = 601'037;
    auto const whole = preview(item(), counts, 18);
    REQUIRE(whole);
    REQUIRE(whole->lines.size() == 2);
    CHECK(whole->lines[0] == Preview::Line{"hi", 600'000, 1, 32, true, 10'800'000});
    CHECK(whole->lines[1].paise == 18'000);
    CHECK(whole->recipients == 601'000);
    CHECK(whole->paise == 10'818'000);
    CHECK(rupees(whole->paise) == "₹1,08,180.00");
    CHECK(whole->exact);
    using Left = std::vector<std::pair<std::string, std::uint64_t>>;
    CHECK(whole->left_out == Left{{"stopped", 7}, {"language", 30}});
    counts.subscribers *= 2;
    auto const guessed = preview(item(), counts, 18);
    CHECK_FALSE(guessed->exact);
    CHECK(guessed->recipients == 1'202'000);
    CHECK(rupees(0) == "₹0.00");
    CHECK(rupees(99'905) == "₹999.05");
    CHECK(rupees(123'456'789'00) == "₹12,34,56,789.00");
}

TEST_CASE("a pace is kept on average and never caught up") {
    using std::chrono::seconds;
    Pace pace(10);
    CHECK(pace.ready(seconds(0), 100) == 1);
    pace.spent(1);
    CHECK(pace.ready(std::chrono::milliseconds(500), 100) == 5);
    pace.spent(5);
    CHECK(pace.ready(std::chrono::milliseconds(500), 100) == 0);
    CHECK(pace.ready(seconds(60), 100) == 10);
    CHECK(pace.ready(seconds(60), 3) == 3);
    Pace unlimited;
    CHECK(unlimited.ready(seconds(0), 512) == 512);
}
