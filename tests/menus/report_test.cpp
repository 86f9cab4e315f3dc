#include "menus/report.hpp"
#include "tests/support/catch.hpp"

#include <sstream>

using namespace haatline::menus;

namespace {

std::string text_of(Report const& report) {
    std::ostringstream out;
    write_text(report, out);
    return out.str();
}

Report one_warning() {
    Report out;
    out.findings.push_back({Finding::Level::warning, "menus/flows/a.yaml", 7, "two pages"});
    return out;
}

} // namespace

TEST_CASE("a set with an error is told its errors alone, and that warnings wait") {
    auto report = one_warning();
    report.findings.push_back({Finding::Level::error, "menus/flows/b.yaml", 3, "no such screen"});
    auto const text = text_of(report);
    CHECK(text.starts_with("menus/flows/b.yaml  1 error, 0 warnings\n"
                           "  menus/flows/b.yaml:3: error: no such screen\n"));
    CHECK(text.find("two pages") == std::string::npos);
    CHECK(text.ends_with("warnings are told once the errors are gone\n1 error, 1 warning\n"));
}

TEST_CASE("a set without an error is told every warning") {
    auto const text = text_of(one_warning());
    CHECK(text.starts_with("menus/flows/a.yaml  0 errors, 1 warning\n"
                           "  menus/flows/a.yaml:7: warning: two pages\n"));
    CHECK(text.ends_with("0 errors, 1 warning\n"));
}
