#include "locales/coding/ussd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace haatline::coding {
namespace {

constexpr std::uint8_t kReturn = 0x0D;
constexpr std::uint8_t kLanguageAndUcs2 = 0x11; ///< two octets of a language's name come first

/// Seven spare bits would read as '@': they hold a CR. A CR of the text's own that ends on an octet
/// would be taken for one: it is doubled (3GPP TS 23.038 §6.1.2.3.1).
void pad(Octets& septets) {
    bool const spare = septets.size() % 8 == 7;
    bool const looks_spare =
        !septets.empty() && septets.size() % 8 == 0 && septets.back() == kReturn;
    if (spare || looks_spare) septets.push_back(kReturn);
}

void drop_pad(std::vector<std::uint8_t>& septets) {
    std::size_t const count = septets.size();
    bool const filled = count % 8 == 0;
    bool const doubled = count % 8 == 1 && count > 1 && septets[count - 2] == kReturn;
    if (count > 0 && septets.back() == kReturn && (filled || doubled)) septets.pop_back();
}

/// Of a cell broadcast data coding scheme, which USSD uses (3GPP TS 23.038 §5).
Content content_of_cbs(std::uint8_t dcs) {
    constexpr Content kAlphabets[] = {Content::gsm7, Content::octets, Content::ucs2, Content::gsm7};
    unsigned const group = dcs >> 4;
    if (dcs == kLanguageAndUcs2) return Content::ucs2;
    if (group >= 4 && group < 8) return dcs & 0x20 ? Content::octets : kAlphabets[dcs >> 2 & 3];
    if (group == 9) return kAlphabets[dcs >> 2 & 3];
    if (group == 0xF) return dcs & 0x04 ? Content::octets : Content::gsm7;
    return Content::gsm7;
}

bool read_number(std::string_view digits, std::size_t& into) {
    char const* const end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, into);
    return read.ec == std::errc{} && read.ptr == end;
}

bool within(PageBudget budget) {
    return budget.septets >= kUssdLeast.septets && budget.septets <= kUssdCeiling.septets &&
           budget.ucs2_units >= kUssdLeast.ucs2_units &&
           budget.ucs2_units <= kUssdCeiling.ucs2_units;
}

} // namespace

Result<PageBudget> read_budget(std::string_view typed) {
    auto const slash = std::min(typed.find('/'), typed.size());
    PageBudget budget;
    bool const sound = slash < typed.size() &&
                       read_number(typed.substr(0, slash), budget.septets) &&
                       read_number(typed.substr(slash + 1), budget.ucs2_units) && within(budget);
    if (sound) return budget;
    return fail(Errc::bad_request,
                fmt::format("{}: septets and UCS-2 units of a page, as in 160/60, at least {}/{}, "
                            "at most {}/{}",
                            typed, kUssdLeast.septets, kUssdLeast.ucs2_units, kUssdCeiling.septets,
                            kUssdCeiling.ucs2_units));
}

Result<UssdString> coded_ussd(std::string_view text, UssdRoute const& route) {
    UssdString page;
    page.cost = measure(text);
    std::size_t const fits =
        std::min(route.budget.of(page.cost.alphabet), kUssdCeiling.of(page.cost.alphabet));
    if (page.cost.units > fits)
        return fail(Errc::limit,
                    fmt::format("the page costs {} units and the route carries {}: cut "
                                "it into pages",
                                page.cost.units, fits));
    bool const gsm7 = page.cost.alphabet == Alphabet::gsm7;
    page.dcs = gsm7 ? route.dcs_gsm7 : route.dcs_ucs2;
    SmsPlan plan;
    plan.kind = gsm7 ? Kind::standard : Kind::ucs2;
    plan.parts.push_back(
        {0, static_cast<std::uint32_t>(text.size()), static_cast<std::uint16_t>(page.cost.units)});
    Part part = coded(plan, text, 0, 0);
    if (gsm7) {
        pad(part.body);
        pack(part.body.data(), part.body.size(), 0, page.octets);
    } else {
        page.octets = part.body;
    }
    return page;
}

std::string decode_ussd(OctetSpan octets, std::uint8_t dcs) {
    constexpr std::size_t kMostOctets = 160;
    octets = octets.first(std::min(octets.size(), kMostOctets));
    std::size_t mended = 0;
    Content const content = content_of_cbs(dcs);
    if (dcs == kLanguageAndUcs2) octets = octets.subspan(std::min<std::size_t>(octets.size(), 2));
    if (content == Content::ucs2)
        return text_of(
            decode_sms(octets, static_cast<std::uint8_t>(octets.size()), 0x08, false).units);
    if (content == Content::octets) return {};
    auto septets = unpack(octets, 0, 8 * kMostOctets / 7);
    drop_pad(septets);
    return text_of(read_septets(septets, {}, mended));
}

} // namespace haatline::coding
