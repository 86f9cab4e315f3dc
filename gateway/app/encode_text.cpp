#include "gateway/app/encode_view.hpp"
#include "locales/coding/clusters.hpp"
#include "locales/coding/user_data.hpp"
#include "locales/text/columns.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using coding::Cause;
using coding::CauseKind;
using coding::Kind;

constexpr std::size_t kColumns = 76;     // of the line with the carets
constexpr std::size_t kEachCause = 4;    // are explained one by one
constexpr std::size_t kHexColumns = 100; // of octets

std::string form_of(coding::SmsPlan const& plan) {
    auto const table = [](unsigned id) {
        return fmt::format("{} ({})", id, coding::cells::kNames[id]);
    };
    switch (plan.kind) {
    case Kind::standard:
        return "GSM 7-bit";
    case Kind::ucs2:
        return "UCS-2";
    case Kind::single:
        return "GSM 7-bit with single table " + table(plan.tables.single);
    case Kind::locking:
        return "GSM 7-bit with locking table " + table(plan.tables.locking);
    case Kind::both:
        break;
    }
    return fmt::format("GSM 7-bit with locking table {} and single table {}",
                       table(plan.tables.locking), table(plan.tables.single));
}

std::string_view unit_of(bool ucs2) { return ucs2 ? "units" : "septets"; }

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string fill_of(coding::SmsPlan const& plan) {
    bool const one = plan.parts.size() == 1;
    std::string const of =
        one ? fmt::format("{}", plan.capacity_of_a_part())
            : fmt::format("{} x {}", plan.parts.size(), plan.capacity_of_a_part());
    return fmt::format("{}, {} of {} {}", counted(plan.parts.size(), "part"), plan.units, of,
                       unit_of(plan.ucs2()));
}

std::string money(double paise) {
    return paise < 100 ? fmt::format("{:g} paise", paise) : fmt::format("Rs. {:.2f}", paise / 100);
}

std::string tables_in(coding::TableMask tables) {
    std::string out;
    for (unsigned id = 1; id < coding::cells::kTables; ++id)
        if (tables >> id & 1)
            out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", id, coding::cells::kNames[id]);
    return out;
}

/// Of what is told one by one.
std::string_view why(CauseKind kind) {
    switch (kind) {
    case CauseKind::no_alphabet:
        return "no SMS alphabet has it; it sends the whole text to UCS-2";
    case CauseKind::risky:
        return "handsets disagree on its cell, so it sends the text to UCS-2";
    case CauseKind::not_utf8:
        return "no UTF-8; U+FFFD is sent and sends the whole text to UCS-2";
    case CauseKind::not_allowed:
    case CauseKind::shifted:
        break; // told together
    }
    return "";
}

std::string remedy(Cause const& cause) {
    if (cause.leave_out) return "leave it out";
    if (!cause.instead.empty()) return fmt::format("write {} for it", cause.instead);
    if (cause.kind == CauseKind::not_utf8) return "save the text as UTF-8";
    if (cause.kind == CauseKind::risky) return "--risky, if the route's handsets agree";
    return "nothing says the same; leave it out, or pay";
}

std::string explained(Cause const& cause) {
    std::string const times = cause.times == 1 ? "" : fmt::format(", {} times", cause.times);
    return fmt::format(
        "  U+{:04X} at character {}{}: {}. Remedy: {}.\n",
        static_cast<std::uint32_t>(cause.code > 0x10FFFF ? text::kReplacement : cause.code),
        cause.character + 1, times, why(cause.kind), remedy(cause));
}

/// The line of the text that the first cause stands in, cut to what a terminal shows, and a caret below
/// each cause on it.
std::string marked_line(std::string_view text, std::vector<Cause> const& causes) {
    std::size_t const at = causes.front().at;
    std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    std::size_t end = std::min(text.find('\n', at + causes.front().octets), text.size());
    while (begin < at && text::columns(text.substr(begin, at - begin)) > kColumns / 2) {
        text::next_code_point(text, begin);
        while (begin < at && !coding::cluster_ends(text, begin)) text::next_code_point(text, begin);
    }
    while (end > at + causes.front().octets &&
           text::columns(text.substr(begin, end - begin)) > kColumns)
        do end = coding::before(text, end);
        while (!coding::cluster_ends(text, end));
    std::string carets;
    for (Cause const& cause : causes) {
        if (cause.at < begin || cause.at >= end) continue;
        std::size_t const column = text::columns(text::shown(text.substr(begin, cause.at - begin)));
        // A mark takes no column of its own: the caret stands under what bears it.
        bool const mark = column > 0 && !coding::cluster_ends(text, cause.at);
        carets.resize(std::max(carets.size(), column - (mark ? 1 : 0)), ' ');
        carets += '^';
    }
    return fmt::format("  {}\n  {}\n", text::shown(text.substr(begin, end - begin)), carets);
}

/// Letters of a script, or all capitals, are told in one sentence.
std::string told_together(std::vector<Cause> const& causes, std::size_t first, bool ussd) {
    Cause const& cause = causes[first];
    auto const alike = [&](Cause const& other) { return other.kind == cause.kind; };
    bool const many = cause.times > 1 || std::count_if(causes.begin(), causes.end(), alike) > 1;
    std::string const what =
        fmt::format("{}U+{:04X} at character {}", many ? "Letters such as " : "",
                    static_cast<std::uint32_t>(cause.code), cause.character + 1);
    if (cause.kind == CauseKind::shifted)
        return fmt::format(
            "  {} {} not in the locking table: a second table is named in the header, "
            "and two septets each.\n",
            what, many ? "are" : "is");
    std::string const then = many ? "send" : "sends";
    if (ussd)
        return fmt::format("  {} {} the page to UCS-2: no gateway carries national tables on USSD. "
                           "Remedy: fewer letters a page, or Latin ones.\n",
                           what, then);
    return fmt::format(
        "  {} {} the whole text to UCS-2. Remedy: --tables {}, if all handsets of the "
        "route have it.\n",
        what, then, tables_in(cause.tables));
}

std::string all_causes(std::string_view text, std::vector<Cause> const& causes, bool ussd = false) {
    std::vector<Cause> told;
    std::string sentences;
    for (std::size_t i = 0; i < causes.size() && told.size() < kEachCause; ++i) {
        CauseKind const kind = causes[i].kind;
        bool const together = kind == CauseKind::not_allowed || kind == CauseKind::shifted;
        auto const alike = [&](Cause const& other) { return other.kind == kind; };
        if (kind == CauseKind::shifted && std::any_of(told.begin(), told.end(), alike)) continue;
        sentences += together ? told_together(causes, i, ussd) : explained(causes[i]);
        told.push_back(causes[i]);
    }
    return causes.empty() ? "" : marked_line(text, told) + sentences + "\n";
}

std::string folded(std::vector<text::FoldChange> const& changes) {
    if (changes.empty()) return {};
    std::string out;
    for (auto const& change : changes)
        out += fmt::format("  folded at octet {}: {} → {}\n", change.at, text::name(change.kind),
                           change.to.empty() ? "nothing" : change.to);
    return out + "\n";
}

std::string octets(std::string_view label, std::string const& hex) {
    std::string out;
    for (std::size_t at = 0; at < hex.size() || at == 0; at += kHexColumns)
        out += fmt::format("       {:<8}{}\n", at == 0 ? label : "",
                           hex.empty() ? "none" : hex.substr(at, kHexColumns));
    return out;
}

std::string cheaper_ways(SmsShown const& sms) {
    std::string out;
    for (auto const& way : sms.cheaper) {
        std::string const saved =
            sms.paise
                ? ", " + money(*sms.paise * static_cast<double>(sms.billed - way.billed)) + " less"
                : std::string();
        out += fmt::format("Cheaper with {}: {} in {}{}\n", way.option, fill_of(way.plan),
                           form_of(way.plan), saved);
    }
    return out.empty() ? out : "\n" + out;
}

} // namespace

std::string as_text(SmsShown const& sms) {
    std::string out = folded(sms.changes) + all_causes(sms.text, sms.causes);
    out += fmt::format("{}, data_coding {}: {}, {} left{}\n", form_of(sms.plan), sms.plan.dcs(),
                       fill_of(sms.plan), sms.plan.units_left(),
                       sms.plan.parts.size() > 1 ? " in the last" : "");
    if (!sms.plan.clean) out += "A letter is cut between two parts: no other cut needs as few.\n";
    if (sms.billed != sms.plan.parts.size())
        out +=
            fmt::format("Billed as {} parts of {} units.\n", sms.billed, sms.route.ucs2_part_units);
    if (sms.paise)
        out += fmt::format("Price: {} x {} = {}\n", sms.billed, money(*sms.paise),
                           money(*sms.paise * static_cast<double>(sms.billed)));
    for (std::size_t i = 0; i < sms.plan.parts.size(); ++i) {
        coding::Part const part = coding::coded(sms.plan, sms.text, i, sms.reference);
        out += fmt::format("\n  {}/{}  {} {}, UDL {}\n       {:<8}{}\n", i + 1,
                           sms.plan.parts.size(), sms.plan.parts[i].units, unit_of(sms.plan.ucs2()),
                           part.length, "text", text::shown(part.text));
        out += octets("UDH", hex_of(part.header)) + octets("UD", hex_of(coding::packed_ud(part)));
    }
    return out + cheaper_ways(sms);
}

std::string as_text(UssdShown const& ussd) {
    std::string out = folded(ussd.changes) + all_causes(ussd.text, ussd.causes, true);
    out +=
        fmt::format("{} of {} septets or {} UCS-2 units\n", counted(ussd.pages.size(), "USSD page"),
                    ussd.route.budget.septets, ussd.route.budget.ucs2_units);
    for (std::size_t i = 0; i < ussd.pages.size(); ++i) {
        auto const& page = ussd.coded[i];
        bool const gsm7 = page.cost.alphabet == coding::Alphabet::gsm7;
        out +=
            fmt::format("\n  {}/{}  {}, DCS 0x{:02X}: {} {}, {} left\n       {:<8}{}\n", i + 1,
                        ussd.pages.size(), gsm7 ? "GSM 7-bit" : "UCS-2", page.dcs, page.cost.units,
                        unit_of(!gsm7), ussd.route.budget.of(page.cost.alphabet) - page.cost.units,
                        "text", text::shown(ussd.pages[i]));
        out += octets("data", hex_of(page.octets));
    }
    return out;
}

} // namespace haatline::gateway
