#include "gateway/app/encode_view.hpp"
#include "locales/coding/user_data.hpp"
#include "locales/text/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace haatline::gateway {
namespace json = boost::json;
namespace {

std::string code_of(char32_t code) {
    return fmt::format("U+{:04X}",
                       static_cast<std::uint32_t>(code > 0x10FFFF ? text::kReplacement : code));
}

/// JSON is UTF-8: what is none shows as what is sent for it.
std::string readable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const code = text::next_code_point(text, at);
        text::append(out, code == text::kIllFormed ? text::kReplacement : code);
    }
    return out;
}

json::array changes_of(std::vector<text::FoldChange> const& changes) {
    json::array all;
    for (auto const& change : changes)
        all.push_back(json::object{{"at", change.at},
                                   {"octets", change.octets},
                                   {"kind", text::name(change.kind)},
                                   {"to", change.to}});
    return all;
}

json::array causes_in(std::vector<coding::Cause> const& causes) {
    json::array all;
    for (auto const& cause : causes) {
        json::array tables;
        for (unsigned id = 1; id < coding::cells::kTables; ++id)
            if (cause.tables >> id & 1) tables.push_back(id);
        json::object row{{"code", code_of(cause.code)},      {"at", cause.at},
                         {"character", cause.character},     {"times", cause.times},
                         {"kind", coding::name(cause.kind)}, {"tables", std::move(tables)}};
        if (cause.leave_out)
            row["instead"] = "";
        else if (cause.instead.empty())
            row["instead"] = nullptr;
        else
            row["instead"] = cause.instead;
        all.push_back(std::move(row));
    }
    return all;
}

json::object form_of(coding::SmsPlan const& plan) {
    return {{"encoding", plan.ucs2() ? "ucs2" : "gsm7"},
            {"kind", coding::name(plan.kind)},
            {"dcs", plan.dcs()},
            {"lock", plan.tables.locking},
            {"single", plan.tables.single},
            {"segments", plan.parts.size()},
            {"clean", plan.clean},
            {"units", plan.units},
            {"units_per_segment", plan.capacity_of_a_part()},
            {"units_left", plan.units_left()}};
}

json::array parts_of(SmsShown const& sms) {
    json::array all;
    for (std::size_t i = 0; i < sms.plan.parts.size(); ++i) {
        coding::Part const part = coding::coded(sms.plan, sms.text, i, sms.reference);
        all.push_back(json::object{{"text", readable(part.text)},
                                   {"units", sms.plan.parts[i].units},
                                   {"udl", part.length},
                                   {"udh", hex_of(part.header)},
                                   {"ud", hex_of(coding::packed_ud(part))},
                                   {"smpp", hex_of(coding::short_message(part))}});
    }
    return all;
}

json::value price_of(std::optional<double> paise, std::size_t billed) {
    if (!paise) return nullptr;
    return *paise * static_cast<double>(billed);
}

} // namespace

std::string hex_of(coding::Octets const& octets) {
    return fmt::format("{:02x}", fmt::join(octets, ""));
}

std::string as_json(SmsShown const& sms) {
    json::object out{{"channel", "sms"}, {"text", readable(sms.text)}};
    for (auto& member : form_of(sms.plan)) out.insert(std::move(member));
    out["billed"] = sms.billed;
    out["price_paise"] = price_of(sms.paise, sms.billed);
    out["parts"] = parts_of(sms);
    out["causes"] = causes_in(sms.causes);
    out["changes"] = changes_of(sms.changes);
    json::array cheaper;
    for (auto const& way : sms.cheaper) {
        json::object row{{"option", way.option}};
        for (auto& member : form_of(way.plan)) row.insert(std::move(member));
        row["billed"] = way.billed;
        row["price_paise"] = price_of(sms.paise, way.billed);
        cheaper.push_back(std::move(row));
    }
    out["cheaper"] = std::move(cheaper);
    return json::serialize(out) + "\n";
}

std::string as_json(UssdShown const& ussd) {
    json::array pages;
    for (std::size_t i = 0; i < ussd.pages.size(); ++i) {
        auto const& page = ussd.coded[i];
        bool const gsm7 = page.cost.alphabet == coding::Alphabet::gsm7;
        std::size_t const fits = ussd.route.budget.of(page.cost.alphabet);
        pages.push_back(json::object{{"text", readable(ussd.pages[i])},
                                     {"encoding", gsm7 ? "gsm7" : "ucs2"},
                                     {"dcs", page.dcs},
                                     {"units", page.cost.units},
                                     {"units_left", fits - page.cost.units},
                                     {"data", hex_of(page.octets)}});
    }
    json::object out{
        {"channel", "ussd"},
        {"text", readable(ussd.text)},
        {"budget", {{"gsm7", ussd.route.budget.septets}, {"ucs2", ussd.route.budget.ucs2_units}}},
        {"pages", std::move(pages)},
        {"causes", causes_in(ussd.causes)},
        {"changes", changes_of(ussd.changes)}};
    return json::serialize(out) + "\n";
}

} // namespace haatline::gateway
