// An approved text as a portal might write it, and a message held against it; a portal's file; rows of rules.
#include "cluster/dlt/export_file.hpp"
#include "cluster/dlt/links.hpp"
#include "cluster/dlt/registry.hpp"
#include "cluster/dlt/text.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

// Not `using namespace haatline`: the target has the name of the room it tries.
namespace rooms = haatline::dlt;
namespace fuzz = haatline::fuzz;
namespace text = haatline::text;
using fuzz::expect;

namespace {

rooms::Rules const& rules() {
    static rooms::Rules const today =
        rooms::shipped_rules().on(std::chrono::sys_days(std::chrono::days(20'779))); // 22 Nov 2026
    return today;
}

void hold(std::string_view words, std::string_view message) {
    auto segments = rooms::parse_text(words);
    if (!segments) return;
    auto const written = rooms::text_of(*segments, true);
    auto const again = rooms::parse_text(written);
    expect(again && rooms::text_of(*again, true) == written,
           "an approved text reads back as itself");
    rooms::Register all;
    auto& one = all.templates.emplace_back();
    one.id = "1";
    one.segments = std::move(*segments);
    rooms::Registry const registry(std::move(all));
    auto const match = registry.match(message, "en", rooms::Category::service_implicit, rules());
    if (!match) {
        expect(!match.error().why.empty(), "a refusal says why");
        return;
    }
    std::size_t places = 0;
    for (auto const& segment : match->of->segments) places += segment.variable ? 1 : 0;
    expect(match->values.size() == places, "every place has its value");
    for (auto const& value : match->values)
        expect(!rooms::fault_of(value.type, value.text, rules()), "every value is one of its type");
    expect(text::well_formed(match->text), "what goes out is a text");
    (void)rooms::targets_in(*match, rules());
    auto const sent = registry.match(match->text, "en", rooms::Category::service_implicit, rules());
    expect(sent.has_value(), "what goes out is the template it was proven to be");
}

void file(std::string_view content) {
    auto const read = rooms::read_export(content, {{}, "fuzz"});
    if (!read) return;
    expect(read->bad.size() <= 1'000, "a file that is wrong throughout is told briefly");
    for (auto const& row : read->bad) expect(!row.reason.empty(), "a bad row says why");
    for (auto const& target : read->rows.targets)
        expect(target.kind != rooms::AllowedTarget::Kind::url ||
                   rooms::url_key(target.value) == target.value,
               "a listed address is its own key");
}

} // namespace

HAATLINE_FUZZ_TARGET(dlt) {
    fuzz::Bytes bytes(input);
    switch (bytes.below(3)) {
    case 0: {
        auto const words = bytes.line();
        return hold(words, bytes.rest());
    }
    case 1:
        return file(bytes.rest());
    default:
        (void)rooms::RuleTable::read(bytes.rest(), "fuzz.csv");
    }
}
