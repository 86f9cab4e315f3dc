#include "cluster/dlt/template.hpp"

#include "cluster/dlt/text.hpp"
#include "cluster/dlt/word.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/letters.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::dlt {
namespace {

constexpr std::string_view kOpen = "{#", kClose = "#}";
constexpr std::size_t kTagLongest = 24;

/// Where in a template words stand: `compared` takes blanks away at the ends of a text, and there alone.
struct Standing {
    bool first = false, last = false;
};

Result<std::string> key_of(std::string_view text, Standing where) {
    std::string held;
    if (!where.first) held += '|'; // something that is no blank and joins nothing
    held += text;
    if (!where.last) held += '|';
    auto key = compared(held);
    if (!key) return key;
    if (!where.last && !key->empty()) key->pop_back();
    if (!where.first && !key->empty()) key->erase(0, 1);
    return key;
}

Result<void> add_literal(std::vector<Segment>& out, std::string_view text, Standing where) {
    if (text.empty()) return {};
    auto key = key_of(text, where);
    if (!key) return fail(key.error());
    if (key->empty()) return {};
    Segment segment{false, VarType::plain, text::composed(text), std::move(*key), 0};
    segment.key_chars = characters(segment.key);
    out.push_back(std::move(segment));
    return {};
}

Result<VarType> tag_at(std::string_view rest, std::size_t& length) {
    auto const end = rest.find(kClose, kOpen.size());
    if (end == std::string_view::npos || end > kTagLongest)
        return fail(Errc::bad_request, "a tag begins with {# and does not end with #}");
    auto const word = rest.substr(kOpen.size(), end - kOpen.size());
    length = end + kClose.size();
    if (auto const type = var_type_named(word)) return *type;
    return fail(Errc::bad_request,
                fmt::format("{{#{}#}} is no tag; there are {{#numeric#}} {{#alphanumeric#}} "
                            "{{#url#}} {{#urlott#}} {{#cbn#}} {{#email#}} and the old {{#var#}}",
                            bare(word)));
}

Result<void> give_types(std::vector<Segment>& segments, std::string_view types) {
    if (trimmed(types).empty()) return {};
    auto rest = types;
    for (auto& segment : segments) {
        if (!segment.variable) continue;
        auto const end = std::min(rest.find_first_of(",;|"), rest.size());
        auto const word = trimmed(rest.substr(0, end));
        auto const type = var_type_named(word);
        if (!type)
            return fail(Errc::bad_request, "the column of variable types must name one for each "
                                           "variable, in order, separated by commas");
        if (segment.type != VarType::plain && segment.type != *type)
            return fail(Errc::bad_request,
                        "the text and the column of variable types say different things");
        segment.type = *type;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!trimmed(rest).empty())
        return fail(Errc::bad_request, "there are more variable types than variables");
    return {};
}

} // namespace

Result<std::vector<Segment>> parse_text(std::string_view text, std::string_view types) {
    text = trimmed(text);
    if (text.empty()) return fail(Errc::bad_request, "the text of the template is empty");
    if (text.size() > text_bytes_max)
        return fail(Errc::limit, fmt::format("the text has more than {} octets", text_bytes_max));
    std::vector<Segment> out;
    std::size_t vars = 0;
    while (!text.empty()) {
        auto const open = std::min(text.find(kOpen), text.size());
        Standing const where{vars == 0, open == text.size()};
        if (auto added = add_literal(out, text.substr(0, open), where); !added)
            return fail(added.error());
        text.remove_prefix(open);
        if (text.empty()) break;
        std::size_t length = 0;
        auto const type = tag_at(text, length);
        if (!type) return fail(type.error());
        if (++vars > vars_most)
            return fail(Errc::limit, fmt::format("more than {} variables", vars_most));
        out.push_back({true, *type, {}, {}, 0});
        text.remove_prefix(length);
    }
    if (out.empty()) return fail(Errc::bad_request, "the text of the template is empty");
    if (auto typed = give_types(out, types); !typed) return fail(typed.error());
    return out;
}

std::string text_of(std::vector<Segment> const& segments, bool tags_in_text) {
    std::string out;
    for (auto const& segment : segments)
        out += !segment.variable ? std::string_view(segment.text)
               : tags_in_text    ? spelled(segment.type)
                                 : spelled(VarType::plain);
    return out;
}

std::size_t Template::vars() const {
    return static_cast<std::size_t>(std::count_if(segments.begin(), segments.end(),
                                                  [](Segment const& s) { return s.variable; }));
}

namespace {

/// A word behind the last variable: letters or digits, not a full stop alone.
bool ends_in_a_word(Template const& one) {
    auto const& last = one.segments.back();
    if (last.variable) return false;
    for (std::size_t at = 0; at < last.key.size();)
        if (text::letter_of(text::next_code_point(last.key, at)).kind != text::LetterKind::other)
            return true;
    return false;
}

bool has_brand(Template const& one, std::string_view brand) {
    while (!brand.empty()) {
        auto const end = std::min(brand.find(';'), brand.size());
        auto const wanted = text::match_key(brand.substr(0, end));
        brand.remove_prefix(std::min(end + 1, brand.size()));
        for (auto const& segment : one.segments)
            if (!wanted.empty() && !segment.variable &&
                text::match_key(segment.key).find(wanted) != std::string::npos)
                return true;
    }
    return false;
}

bool old_enough(Template const& one, Rules const& rules, std::chrono::sys_days today) {
    return one.operator_ == "tata" || !rules.plain_vars_end || today < *rules.plain_vars_end;
}

/// Fixed characters, and those of all values at their longest.
std::pair<std::size_t, std::size_t> lengths(Template const& one, Rules const& rules) {
    std::size_t fixed = 0, values = 0;
    for (auto const& segment : one.segments)
        if (segment.variable)
            values += rules.max_chars[static_cast<std::size_t>(segment.type)];
        else
            fixed += segment.key_chars;
    return {fixed, values};
}

} // namespace

std::vector<Flaw> flaws_of(Template const& one, Rules const& rules, std::string_view brand,
                           std::chrono::sys_days today) {
    using What = Flaw::What;
    std::vector<Flaw> out;
    auto const& segments = one.segments;
    if (segments.empty()) return out;
    if (!rules.last_var && one.vars() > 0 && !ends_in_a_word(one))
        out.push_back({What::last, "a variable is the last word: put fixed words behind it"});
    for (std::size_t i = 1; i < segments.size(); ++i)
        if (!rules.adjacent_vars && segments[i].variable &&
            (segments[i - 1].variable ||
             (i > 1 && segments[i - 1].key == " " && segments[i - 2].variable))) {
            out.push_back({What::adjacent,
                           "two variables stand side by side: put a fixed word between them"});
            break;
        }
    auto const vars = one.vars();
    if (rules.max_vars > 0 && vars > rules.max_vars)
        out.push_back(
            {What::count, vars <= rules.max_vars_recorded
                              ? fmt::format("{} variables: more than {} need a reason that is "
                                            "recorded with the operator",
                                            vars, rules.max_vars)
                              : fmt::format("{} variables, at most {} are registered: make some of "
                                            "them fixed words, or two texts of one",
                                            vars, rules.max_vars_recorded)});
    bool const plain = std::any_of(segments.begin(), segments.end(), [](Segment const& s) {
        return s.variable && s.type == VarType::plain;
    });
    if (rules.typed_vars && plain && !old_enough(one, rules, today))
        out.push_back({What::plain, "a variable without a type: register the text anew with "
                                    "{#numeric#}, {#alphanumeric#} and the like"});
    for (auto const& segment : segments)
        if (!segment.variable && segment.key.find_first_of(rules.forbidden) != std::string::npos) {
            out.push_back({What::forbidden, fmt::format("one of {} stands in the text: take it out",
                                                        rules.forbidden)});
            break;
        }
    if (rules.brand && !brand.empty() && !has_brand(one, brand))
        out.push_back({What::brand, "the brand is not in the fixed words: put it there"});
    if (auto const [fixed, values] = lengths(one, rules);
        one.operator_ == "bsnl" && rules.bsnl_max_ratio > 0 &&
        fixed + values > rules.bsnl_max_ratio * fixed)
        out.push_back({What::ratio, fmt::format("with its longest values it is more than {} times "
                                                "as long as its fixed words: BSNL refuses that",
                                                rules.bsnl_max_ratio)});
    return out;
}

} // namespace haatline::dlt
