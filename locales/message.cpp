#include "locales/message.hpp"

#include "locales/text/digits.hpp"

#include <fmt/format.h>
#include <unicode/messagepattern.h>
#include <unicode/parseerr.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline {
namespace {

/// The number that a value begins with: "12" and "99+" count as 12 and 99, a name as 0.
struct Number {
    double value = 0;
    bool exact = false; ///< the value is this number and nothing else
};

Number number_of(std::string_view value) {
    Number number;
    auto const [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), number.value);
    if (error != std::errc{}) return {};
    number.exact = end == value.data() + value.size();
    return number;
}

std::string utf8_of(icu::UnicodeString const& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

} // namespace

/// Turns ICU's parts of a pattern into pieces.
class MessageCompiler {
  public:
    using Piece = Message::Piece;
    using Kind = Piece::Kind;

    Result<Message> compile(std::string_view icu_text) {
        UErrorCode status = opened_;
        UParseError where{};
        auto const text = icu::UnicodeString::fromUTF8(
            icu::StringPiece(icu_text.data(), static_cast<std::int32_t>(icu_text.size())));
        pattern_.parse(text, &where, status);
        if (U_FAILURE(status)) return fail(Errc::invalid_config, syntax_error(status, where));

        Message message;
        std::int32_t at = 0;
        if (auto read = read_body(at, message.pieces_, nullptr); !read) return fail(read.error());
        return message;
    }

  private:
    /// From MSG_START at `at` to behind its MSG_LIMIT. `counted` is the plural whose case this is:
    /// `#` is its number.
    Result<void> read_body(std::int32_t& at, Message::Pieces& out, Piece const* counted) {
        std::int32_t from = pattern_.getPart(at++).getLimit();
        for (;; ++at) {
            auto const& part = pattern_.getPart(at);
            auto const type = part.getType();
            if (type == UMSGPAT_PART_TYPE_INSERT_CHAR) continue; // only mends unpaired apostrophes
            add_literal(out, from, part.getIndex());
            from = part.getLimit();
            if (type == UMSGPAT_PART_TYPE_MSG_LIMIT) break;
            if (type == UMSGPAT_PART_TYPE_REPLACE_NUMBER && counted != nullptr)
                out.push_back({Kind::hash, counted->text, counted->offset, {}});
            if (type != UMSGPAT_PART_TYPE_ARG_START) continue;
            std::int32_t const limit = pattern_.getLimitPartIndex(at);
            if (auto read = read_argument(at, limit, out); !read) return read;
            at = limit;
            from = pattern_.getPart(limit).getLimit();
        }
        ++at;
        return {};
    }

    void add_literal(Message::Pieces& out, std::int32_t from, std::int32_t to) {
        if (from >= to) return;
        std::string literal = utf8_of(pattern_.getPatternString().tempSubStringBetween(from, to));
        if (!out.empty() && out.back().kind == Kind::literal)
            out.back().text += literal;
        else
            out.push_back({Kind::literal, std::move(literal), 0, {}});
    }

    Result<void> read_argument(std::int32_t start, std::int32_t limit, Message::Pieces& out) {
        UMessagePatternArgType const type = pattern_.getPart(start).getArgType();
        std::string name = utf8_of(pattern_.getSubstring(pattern_.getPart(start + 1)));
        std::int32_t at = start + 2;
        switch (type) {
        case UMSGPAT_ARG_TYPE_NONE:
            out.push_back({Kind::argument, std::move(name), 0, {}});
            return {};
        case UMSGPAT_ARG_TYPE_SIMPLE:
            return read_simple(at, limit, std::move(name), out);
        case UMSGPAT_ARG_TYPE_PLURAL:
            return read_cases(Kind::plural, at, limit, std::move(name), out);
        case UMSGPAT_ARG_TYPE_SELECTORDINAL:
            return read_cases(Kind::ordinal, at, limit, std::move(name), out);
        case UMSGPAT_ARG_TYPE_SELECT:
            return read_cases(Kind::select, at, limit, std::move(name), out);
        default:
            return fail(
                Errc::invalid_config,
                fmt::format(
                    "the format of {{{}, choice}} is not filled here: write {{{}, plural, …}}",
                    name, name));
        }
    }

    Result<void> read_simple(std::int32_t at, std::int32_t limit, std::string name,
                             Message::Pieces& out) {
        std::string const format = utf8_of(pattern_.getSubstring(pattern_.getPart(at)));
        if (format != "number" || at + 1 != limit)
            return fail(
                Errc::invalid_config,
                fmt::format(
                    "the format of {{{}, {} …}} is not filled here: write {{{}}} or {{{}, number}}",
                    name, format, name, name));
        out.push_back({Kind::number, std::move(name), 0, {}});
        return {};
    }

    Result<void> read_cases(Kind kind, std::int32_t at, std::int32_t limit, std::string name,
                            Message::Pieces& out) {
        Piece piece{kind, std::move(name), 0, {}};
        if (kind != Kind::select) piece.offset = pattern_.getPluralOffset(at);
        if (pattern_.getPartType(at) == UMSGPAT_PART_TYPE_ARG_INT ||
            pattern_.getPartType(at) == UMSGPAT_PART_TYPE_ARG_DOUBLE)
            ++at; // the offset
        while (at < limit) {
            Message::Case made;
            made.selector = utf8_of(pattern_.getSubstring(pattern_.getPart(at++)));
            if (at < limit && pattern_.getPartType(at) != UMSGPAT_PART_TYPE_MSG_START)
                ++at; // the number of "=1"
            if (auto read = read_body(at, made.body, kind == Kind::select ? nullptr : &piece);
                !read)
                return read;
            piece.cases.push_back(std::move(made));
        }
        out.push_back(std::move(piece));
        return {};
    }

    static std::string syntax_error(UErrorCode status, UParseError const& where) {
        icu::UnicodeString const before(where.preContext), after(where.postContext);
        return fmt::format("not ICU MessageFormat ({} at character {}, between \"{}\" and \"{}\"): "
                           "pair every brace, give "
                           "plural and select an \"other\" case, write a literal brace as '{{'",
                           u_errorName(status), where.offset, utf8_of(before), utf8_of(after));
    }

    UErrorCode opened_ = U_ZERO_ERROR;
    icu::MessagePattern pattern_{opened_};
};

Result<Message> Message::compile(std::string_view icu_text) {
    return MessageCompiler{}.compile(icu_text);
}

struct Message::Filling {
    std::string& out;
    Values const& with;
    Plurals const& plurals;

    void fill(Pieces const& pieces) {
        for (Piece const& piece : pieces) fill(piece);
    }

    void fill(Piece const& piece) {
        switch (piece.kind) {
        case Piece::Kind::literal:
            out += piece.text;
            break;
        case Piece::Kind::argument:
            out += with.get(piece.text);
            break;
        case Piece::Kind::number:
            out += grouped_number(with.get(piece.text));
            break;
        case Piece::Kind::hash:
            out += count(piece);
            break;
        case Piece::Kind::plural:
        case Piece::Kind::ordinal:
            fill(plural_case(piece));
            break;
        case Piece::Kind::select:
            fill(named_case(piece, with.get(piece.text)));
            break;
        }
    }

    std::string count(Piece const& piece) const {
        std::string_view const value = with.get(piece.text);
        Number const number = number_of(value);
        if (piece.offset == 0 || !number.exact) return grouped_number(value);
        return grouped_number(fmt::format("{}", number.value - piece.offset));
    }

    Pieces const& plural_case(Piece const& piece) const {
        Number const number = number_of(with.get(piece.text));
        for (Case const& each : piece.cases)
            if (number.exact && each.selector.starts_with('=') &&
                number_of(std::string_view(each.selector).substr(1)).value == number.value)
                return each.body;
        auto const kind =
            piece.kind == Piece::Kind::plural ? Plurals::Kind::cardinal : Plurals::Kind::ordinal;
        return named_case(piece, plurals.keyword(number.value - piece.offset, kind));
    }

    static Pieces const& named_case(Piece const& piece, std::string_view selector) {
        static Pieces const nothing;
        Pieces const* other = &nothing;
        for (Case const& each : piece.cases) {
            if (each.selector == selector) return each.body;
            if (each.selector == "other") other = &each.body;
        }
        return *other;
    }
};

void Message::append_to(std::string& out, Values const& with, Plurals const& plurals) const {
    Filling{out, with, plurals}.fill(pieces_);
}

namespace {

template <class Pieces>
void collect(Pieces const& pieces, std::vector<std::string>& names) {
    for (auto const& piece : pieces) {
        if (piece.kind != std::remove_cvref_t<decltype(piece)>::Kind::literal &&
            std::find(names.begin(), names.end(), piece.text) == names.end())
            names.push_back(piece.text);
        for (auto const& each : piece.cases) collect(each.body, names);
    }
}

using Choices = std::vector<std::pair<std::string, std::vector<std::string>>>;

// One number of each plural keyword that CLDR knows (zero one two few many other) in every
// language.
constexpr std::array kPluralSamples{"0", "1", "2", "3", "5", "11", "21", "99+", "100"};

void add_choice(Choices& choices, std::string const& name, std::string value) {
    auto at = std::find_if(choices.begin(), choices.end(),
                           [&](auto const& each) { return each.first == name; });
    if (at == choices.end()) at = choices.insert(at, {name, {}});
    if (std::find(at->second.begin(), at->second.end(), value) == at->second.end())
        at->second.push_back(std::move(value));
}

template <class Pieces>
void collect_choices(Pieces const& pieces, Choices& choices) {
    using Kind = std::remove_cvref_t<decltype(pieces.front().kind)>;
    for (auto const& piece : pieces)
        for (auto const& each : piece.cases) {
            if (piece.kind == Kind::select && each.selector != "other")
                add_choice(choices, piece.text, each.selector);
            if (each.selector.starts_with('='))
                add_choice(choices, piece.text, each.selector.substr(1));
            if (piece.kind != Kind::select)
                for (auto const* number : kPluralSamples) add_choice(choices, piece.text, number);
            collect_choices(each.body, choices);
        }
}

} // namespace

std::vector<std::pair<std::string, std::vector<std::string>>> Message::choices() const {
    Choices choices;
    collect_choices(pieces_, choices);
    return choices;
}

namespace {

template <class Pieces>
void collect_plurals(Pieces const& pieces, std::vector<Message::Plural>& plurals) {
    using Kind = std::remove_cvref_t<decltype(pieces.front().kind)>;
    for (auto const& piece : pieces) {
        if (piece.kind == Kind::plural || piece.kind == Kind::ordinal) {
            plurals.push_back(
                {piece.text,
                 piece.kind == Kind::plural ? Plurals::Kind::cardinal : Plurals::Kind::ordinal,
                 {}});
            for (auto const& each : piece.cases) plurals.back().selectors.push_back(each.selector);
        }
        for (auto const& each : piece.cases) collect_plurals(each.body, plurals);
    }
}

} // namespace

std::vector<Message::Plural> Message::plurals() const {
    std::vector<Plural> out;
    collect_plurals(pieces_, out);
    return out;
}

std::vector<std::string> Message::arguments() const {
    std::vector<std::string> names;
    collect(pieces_, names);
    return names;
}

} // namespace haatline
