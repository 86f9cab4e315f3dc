#include "gateway/app/dlt_texts.hpp"

#include "base/csv.hpp"
#include "locales/text/utf8.hpp"
#include "menus/check/widest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace haatline::gateway {
namespace {

using dlt::VarType;

struct Sent {
    std::string_view beginning; ///< of the key
    bool answer;
};
// Keys by what they are: `note.` goes out because something happened, `sms.` answers a message.
constexpr std::array kSent{Sent{"note.", false}, Sent{"sms.", true}};
// Lines under a screen that is sent as an answer: never a message by themselves.
constexpr std::array<std::string_view, 3> kParts{"sms.reply", "sms.reply.more", "sms.more"};
constexpr std::string_view kOwnWording = "@sms"; ///< a screen's wording for messages

struct Portal {
    std::string_view operator_;
    bool tags_in_text; ///< else {#var#} in the text and the types beside it
};
// Source: reference/telecom-india.md §2, "Tag spelling" (MSG91).
constexpr std::array kPortals{Portal{"airtel", true}, Portal{"jio", true}, Portal{"vi", true},
                              Portal{"bsnl", true}, Portal{"tata", false}};

/// Private characters stand for places while a text is filled.
constexpr char32_t kMarks = 0xE000;

std::string mark(std::size_t place) {
    std::string out;
    text::append(out, kMarks + static_cast<char32_t>(place));
    return out;
}

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A place of a text: what its examples are decides its tag.
struct Place {
    std::string name;
    VarType type = VarType::alphanumeric;
    std::string widest;
    std::string fault;
};

Place place_of(std::string const& name, menus::Menu const& menu, Language const& language,
               dlt::Rules const& rules) {
    Place out{name, VarType::alphanumeric, {}, {}};
    auto const* cap = menu.cap(name);
    std::size_t width = rules.max_chars[static_cast<std::size_t>(VarType::alphanumeric)];
    if (cap) {
        auto const all = [&](auto holds) {
            return cap->example.begin() != cap->example.end() &&
                   std::all_of(cap->example.begin(), cap->example.end(),
                               [&](auto const& example) { return holds(example.second); });
        };
        if (all([](auto const& text) { return digits(text) && text.size() == 10; }))
            out.type = VarType::cbn;
        else if (all([](auto const& text) { return digits(text); }))
            out.type = VarType::numeric;
        else if (!all([&](auto const& text) { return !fault_of(out.type, text, rules); })) {
            out.type = VarType::plain;
            out.fault =
                fmt::format("{{{}}} holds signs (as in its example) that no tag but {{#var#}} "
                            "takes: give it letters and digits alone",
                            name);
        }
        width = static_cast<std::size_t>(language.needs_ucs2 ? cap->ucs2 : cap->gsm7);
    }
    auto const most = rules.max_chars[static_cast<std::size_t>(out.type)];
    if (width > most) {
        out.fault = fmt::format("{{{}}} may have {} characters, {} takes {}: lower its cap in "
                                "menus/flows/vars.yaml",
                                name, width, spelled(out.type), most);
        width = most;
    }
    bool const number = out.type == VarType::numeric || out.type == VarType::cbn;
    for (std::size_t i = 0; i < width; ++i)
        out.widest += number ? "9" : language.needs_ucs2 ? "\xE0\xA4\x95" : "W";
    return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos && !what.empty();
         at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// A number that a plural prints, standing by itself.
std::string number_replaced(std::string text, std::string_view number, std::string_view with) {
    auto const digit = [&](std::size_t at) {
        return at < text.size() && text[at] >= '0' && text[at] <= '9';
    };
    for (auto at = text.find(number); at != std::string::npos; at = text.find(number, at + 1))
        if ((at == 0 || !digit(at - 1)) && !digit(at + number.size()))
            return text.replace(at, number.size(), with);
    return text;
}

/// Every way one message may read, its places marked.
class Ways {
  public:
    Ways(Catalogue const& words, MessageInfo const& message, std::string const& language)
        : words_(words), language_(language), key_(message.key) {
        if (auto const at = key_.find(kOwnWording); at != std::string::npos) key_.resize(at);
        if (auto const names = Catalogue::arguments_of(message.text)) names_ = *names;
        for (std::size_t i = 0; i < names_.size(); ++i) marked_.set(names_[i], mark(i));
        ways_.insert(said(marked_));
        for (auto const& chosen : menus::cases_of(message.text)) add(chosen);
    }
    std::set<std::string> const& all() const { return ways_; }
    std::vector<std::string> const& names() const { return names_; }

  private:
    std::string said(Values const& with) const {
        return words_.format(key_, language_, "sms", with);
    }

    /// A case that "other" values lead to prints its value as any other place; of a number in a plural's
    /// case only the digits are a place.
    void add(Values const& chosen) {
        Values with = marked_;
        with.merge(chosen);
        auto text = said(with);
        for (std::size_t i = 0; i < names_.size(); ++i) {
            auto const value = std::string(chosen.get(names_[i]));
            if (value.empty()) continue;
            Values other = with;
            other.set(names_[i], mark(i));
            auto const as_place = said(other);
            if (replaced(as_place, mark(i), value) == text)
                text = as_place, with = other;
            else if (digits(value))
                text = number_replaced(text, value, mark(i));
        }
        ways_.insert(std::move(text));
    }

    Catalogue const& words_;
    std::string const& language_;
    std::string key_;
    std::vector<std::string> names_;
    Values marked_;
    std::set<std::string> ways_;
};

SmsText text_of_way(SmsText made, std::string const& way, std::vector<Place> const& places) {
    std::string tagged = way;
    made.widest = way;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (way.find(mark(i)) == std::string::npos) continue;
        tagged = replaced(std::move(tagged), mark(i), spelled(places[i].type));
        made.widest = replaced(std::move(made.widest), mark(i), places[i].widest);
        if (!places[i].fault.empty()) made.faults.push_back(places[i].fault);
    }
    auto segments = dlt::parse_text(tagged);
    if (segments)
        made.segments = std::move(*segments);
    else
        made.faults.push_back(segments.error().detail);
    return made;
}

/// The words over a list's rows: part of a text that is put together, as `kParts` are.
bool heads_rows(menus::Menu const& menu, std::string_view key) {
    return std::any_of(menu.nodes().begin(), menu.nodes().end(), [&](menus::Node const& node) {
        return (node.kind == menus::Kind::list || !node.rows.empty()) &&
               std::any_of(node.prompts.begin(), node.prompts.end(),
                           [&](menus::Prompt const& prompt) { return prompt.key == key; });
    });
}

Sent const* sent(menus::Menu const& menu, std::string const& key) {
    static constexpr Sent own{"", true};
    if (std::find(kParts.begin(), kParts.end(), key) != kParts.end()) return nullptr;
    if (key.ends_with(kOwnWording))
        return heads_rows(menu, std::string_view(key).substr(0, key.size() - kOwnWording.size()))
                   ? nullptr
                   : &own;
    for (auto const& row : kSent)
        if (key.starts_with(row.beginning) && key.find('@') == std::string::npos) return &row;
    return nullptr;
}

/// "note.ask.hi", "note.ask.hi.2".
std::vector<std::string> names_of(std::vector<SmsText> const& texts) {
    std::vector<std::string> out;
    std::string before;
    int way = 1;
    for (auto const& text : texts) {
        auto const name = fmt::format("{}.{}", text.key, text.language);
        way = name == before ? way + 1 : 1;
        before = name;
        out.push_back(way == 1 ? name : fmt::format("{}.{}", name, way));
    }
    return out;
}

} // namespace

std::vector<SmsText> sms_texts(menus::Menu const& menu, Catalogue const& words,
                               dlt::Rules const& rules) {
    std::vector<SmsText> out;
    for (auto const& language : words.languages())
        for (auto const& message : words.messages(language.code)) {
            auto const* how = sent(menu, message.key);
            if (!how || message.text.empty()) continue;
            Ways const ways(words, message, language.code);
            std::vector<Place> places;
            for (auto const& name : ways.names())
                places.push_back(place_of(name, menu, language, rules));
            SmsText made;
            made.key = message.key;
            made.language = language.code;
            made.file = message.file;
            made.line = message.line;
            made.answer = how->answer;
            for (auto const& way : ways.all()) out.push_back(text_of_way(made, way, places));
        }
    return out;
}

std::vector<std::string> known_operators() {
    std::vector<std::string> out;
    for (auto const& portal : kPortals) out.emplace_back(portal.operator_);
    return out;
}

std::string proposed(std::vector<SmsText> const& texts, std::string_view operator_,
                     std::string_view header) {
    auto const portal = std::find_if(kPortals.begin(), kPortals.end(),
                                     [&](auto const& row) { return row.operator_ == operator_; });
    bool const in_text = portal == kPortals.end() || portal->tags_in_text;
    auto out = csv_line({"Template Name", "Header", "Content Type", "Template Type", "Language",
                         "Template Content", "Variable Types"});
    auto const names = names_of(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const& text = texts[i];
        auto const content = dlt::text_of(text.segments, in_text);
        bool const ascii = std::all_of(content.begin(), content.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        std::string types;
        for (auto const& segment : text.segments)
            if (segment.variable)
                types += fmt::format("{}{}", types.empty() ? "" : ",", facts(segment.type).tag);
        out += csv_line({names[i], std::string(header), std::string(dlt::name(text.category)),
                         ascii ? "TEXT" : "UNICODE", text.language, content, types});
    }
    return out;
}

std::string demo_templates(std::vector<SmsText> const& texts) {
    auto out =
        csv_line({"Template ID", "Template Name", "Category", "Language", "Template Content"});
    auto const names = names_of(texts);
    // By its name, so that a new text moves no other's number.
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::uint64_t number = 0;
        for (char const c : names[i])
            number = (number * 131 + static_cast<unsigned char>(c)) % 1'000'000'007'919;
        out += csv_line({fmt::format("1107{:015}", number), names[i],
                         std::string(dlt::name(texts[i].category)), texts[i].language,
                         dlt::text_of(texts[i].segments, true)});
    }
    return out;
}

} // namespace haatline::gateway
