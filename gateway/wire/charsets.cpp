#include "gateway/wire/charsets.hpp"

#include "locales/coding/characters.hpp"
#include "locales/coding/decode.hpp"
#include "locales/text/utf16.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <vector>

namespace haatline::gateway {
namespace {

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

void refer(std::string& out, unsigned number) {
    fmt::format_to(std::back_inserter(out), "&#{};", number);
}

bool append_septets(std::string& out, char32_t code) {
    auto const number = coding::character(code).number; // 0: in no table
    auto septet = coding::characters.locking[0][number];
    if (septet == coding::kNoCell) {
        septet = coding::characters.single[0][number];
        if (septet == coding::kNoCell) return false;
        out += static_cast<char>(coding::kEscape);
    }
    out += static_cast<char>(septet);
    return true;
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
        text::each_utf16_unit(code, [&](char16_t unit) { refer(out, unit); });
        return true;
    });
}

Result<std::string> to_utf16be(std::string_view utf8) {
    return each_character(utf8, [](std::string& out, char32_t code) {
        text::each_utf16_unit(code, [&](char16_t unit) {
            out += static_cast<char>(unit >> 8);
            out += static_cast<char>(unit & 0xFF);
        });
        return true;
    });
}

Result<std::string> from_utf16be(std::string_view octets) {
    if (octets.size() % 2 != 0) return ill_formed("UTF-16");
    auto const unit = [&](std::size_t at) {
        return static_cast<char16_t>(static_cast<unsigned char>(octets[at]) << 8 |
                                     static_cast<unsigned char>(octets[at + 1]));
    };
    std::string out;
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        char16_t const first = unit(at);
        char32_t code = first;
        if (text::high_surrogate(first)) {
            char16_t const second = at + 2 < octets.size() ? unit(at + 2) : char16_t{};
            if (!text::low_surrogate(second)) return ill_formed("UTF-16");
            code = text::joined(first, second);
            at += 2;
        } else if (text::low_surrogate(first)) {
            return ill_formed("UTF-16");
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
    std::vector<std::uint8_t> const septets(octets.begin(), octets.end());
    bool escaped = false;
    for (auto const septet : septets) {
        if (septet > 127) return ill_formed("of the GSM 7-bit alphabet");
        escaped = !escaped && septet == coding::kEscape;
    }
    if (escaped) return ill_formed("of the GSM 7-bit alphabet");
    std::size_t mended = 0; // septets without a character are shown as handsets show them
    return coding::text_of(coding::read_septets(septets, coding::Tables{}, mended));
}

Result<std::string> to_gsm7(std::string_view utf8) { return each_character(utf8, append_septets); }

} // namespace haatline::gateway
