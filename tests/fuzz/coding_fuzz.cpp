// Any text on any route: how it travels, what a handset reads of it, what it costs and why.
#include "locales/coding/causes.hpp"
#include "locales/coding/clusters.hpp"
#include "locales/coding/decode.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/coding/user_data.hpp"
#include "locales/coding/ussd.hpp"
#include "locales/text/columns.hpp"
#include "locales/text/fold.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <string>

using namespace haatline::coding;
namespace fuzz = haatline::fuzz;
namespace letters = haatline::text;
using fuzz::expect;

namespace {

SmsRoute route_of(fuzz::Bytes& bytes) {
    SmsRoute route;
    auto const switches = bytes.below(256);
    route.policy = static_cast<Policy>(bytes.below(3));
    route.allow = {(switches & 1) == 0, (switches & 2) != 0, (switches & 4) != 0,
                   (switches & 8) == 0};
    route.risky_cells = (switches & 16) != 0;
    route.ref16 = (switches & 32) != 0;
    route.udh = (switches & 64) == 0;
    route.tables = static_cast<TableMask>(bytes.below(256) << 8 | bytes.below(256));
    return route;
}

Decoded received(Part const& part, SmsPlan const& plan) {
    Octets const octets = packed_ud(part);
    expect(octets.size() <= 140, "a part has at most 140 octets");
    return decode_sms({octets.data(), octets.size()}, part.length, plan.dcs(),
                      !part.header.empty());
}

void travels(std::string_view text, SmsPlan const& plan) {
    std::size_t end = 0, units = 0;
    Assembly message;
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        Cut const& cut = plan.parts[i];
        expect(cut.begin == end && cut.end <= text.size(), "parts follow each other");
        expect(!plan.clean || cluster_ends(text, cut.end), "a clean plan cuts no cluster");
        Decoded const part = received(coded(plan, text, i, 0x1234), plan);
        expect(part.mended == 0, "what we send needs no mending");
        expect(part.header.tables == plan.tables, "tables are named in every part");
        expect(message.add(part), "every part belongs to the message");
        end = cut.end;
        units += cut.units;
    }
    expect(end == text.size() && units == plan.units, "nothing is lost");
    expect(message.complete(), "all parts have come");
    expect(letters::well_formed(message.text()), "what is read is UTF-8");
    if (plan.ucs2() && letters::well_formed(text) && !text.starts_with("\uFEFF"))
        expect(message.text() == text, "UCS-2 arrives as it was sent");
}

} // namespace

HAATLINE_FUZZ_TARGET(coding) {
    fuzz::Bytes bytes(input);
    SmsRoute const route = route_of(bytes);
    auto const text = bytes.rest();
    auto const plan = plan_sms(text, route);
    if (plan) {
        travels(text, *plan);
        for (auto const& cause : causes_of(text, *plan, route))
            expect(cause.at + cause.octets <= text.size() && cause.times > 0,
                   "a cause stands in the text");
        expect(billed_parts(*plan, route) >= plan->parts.size(), "no vendor bills fewer parts");
    }
    auto const folded = letters::fold(text, letters::fold_all());
    expect(folded.changes.empty() == (folded.text == text), "every change is told");
    expect(letters::columns(text) <= 2 * text.size(), "an octet has at most two columns");
    expect(letters::well_formed(letters::shown(text)), "what is shown is UTF-8");
    if (auto const page = coded_ussd(text, {kUssdCeiling})) {
        expect(page->octets.size() <= 160, "a USSD string has at most 160 octets");
        (void)decode_ussd({page->octets.data(), page->octets.size()}, page->dcs);
    }
}
