#include "gateway/wire/charsets.hpp"

#include "locales/coding/gsm7.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace haatline::gateway {
namespace {

namespace gsm7 = coding::gsm7;
constexpr unsigned char escape_septet = 0x1B;

tl::unexpected<Error> ill_formed(std::string_view charset) {
    return fail(Errc::bad_request, fmt::format("a text is not {}", charset));
}

template <class Take>
Result<std::string> each_character(std::string_view utf8, Take take) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        auto const code = text::next_code_point(utf8, at);
        if (code == text::kIllFormed) return ill_formed("UTF-8");
        if (!take(out, code)) return ill_formed("of the GSM 7-bit alphabet");
    }
    return out;
}

template <class Put>
void each_unit(char32_t code, Put put) {
    if (code < 0x10000) return put(static_cast<char16_t>(code));
    code -= 0x10000;
    put(static_cast<char16_t>(0xD800 + (code >> 10)));
    put(static_cast<char16_t>(0xDC00 + (code & 0x3FF)));
}

void refer(std::string& out, unsigned number) {
    fmt::format_to(std::back_inserter(out), "&#{};", number);
}

bool append_septets(std::string& out, char32_t code) {
    auto const plain = std::ranges::find(gsm7::kDefault, code);
    if (plain != gsm7::kDefault.end()) {
        out += static_cast<char>(plain - gsm7::kDefault.begin());
        return true;
    }
    auto const found = std::ranges::find(gsm7::kExtension, code, &gsm7::Extension::code_point);
    if (found == gsm7::kExtension.end()) return false;
    out += static_cast<char>(escape_septet);
    out += static_cast<char>(found->septet);
    return true;
}

char32_t extended(unsigned char septet) {
    auto const found = std::ranges::find(gsm7::kExtension, septet, &gsm7::Extension::septet);
    return found == gsm7::kExtension.end() ? gsm7::kDefault[septet] : found->code_point;
}

} // namespace

Result<std::string> character_references(std::string_view utf8) {
    return each_character(utf8, [](std::string& out, char32_t code) {
        refer(out, static_cast<unsigned>(code));
        return true;
    });
}

Result<std::string> utf16_references(std::string_view utf8) {
    return each_character(utf8, [](std::string& out, char32_t code) {
        each_unit(code, [&](char16_t unit) { refer(out, unit); });
        return true;
    });
}

Result<std::string> to_utf16be(std::string_view utf8) {
    return each_character(utf8, [](std::string& out, char32_t code) {
        each_unit(code, [&](char16_t unit) {
            out += static_cast<char>(unit >> 8);
            out += static_cast<char>(unit & 0xFF);
        });
        return true;
    });
}

Result<std::string> from_utf16be(std::string_view octets) {
    if (octets.size() % 2 != 0) return ill_formed("UTF-16");
    auto const unit = [&](std::size_t at) {
        return static_cast<char32_t>(static_cast<unsigned char>(octets[at]) << 8 |
                                     static_cast<unsigned char>(octets[at + 1]));
    };
    std::string out;
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        auto code = unit(at);
        if (code >= 0xD800 && code < 0xE000) {
            auto const low = at + 2 < octets.size() ? unit(at + 2) : 0;
            if (code >= 0xDC00 || low < 0xDC00 || low >= 0xE000) return ill_formed("UTF-16");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        text::append(out, code);
    }
    return out;
}

Result<std::string> from_latin1(std::string_view octets) {
    std::string out;
    for (char const c : octets) text::append(out, static_cast<unsigned char>(c));
    return out;
}

Result<std::string> from_gsm7(std::string_view octets) {
    std::string out;
    bool escaped = false;
    for (char const c : octets) {
        auto const septet = static_cast<unsigned char>(c);
        if (septet >= gsm7::kDefault.size()) return ill_formed("of the GSM 7-bit alphabet");
        if (septet == escape_septet) {
            // A second escape is kept for tables to come and is to be shown as a blank.
            if (escaped) out += ' ';
            escaped = !escaped;
            continue;
        }
        text::append(out, escaped ? extended(septet) : gsm7::kDefault[septet]);
        escaped = false;
    }
    if (escaped) return ill_formed("of the GSM 7-bit alphabet");
    return out;
}

Result<std::string> to_gsm7(std::string_view utf8) { return each_character(utf8, append_septets); }

} // namespace haatline::gateway
