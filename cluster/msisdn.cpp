#include "cluster/msisdn.hpp"

#include "locales/text/digits.hpp"

#include <algorithm>
#include <array>

namespace haatline {
namespace {

constexpr std::size_t kNationalDigits = 10;
constexpr std::uint64_t kIndia = 91;
constexpr std::uint64_t kNationalSpan = 10'000'000'000; // 10^10: room for the ten national digits

/// What providers put before the ten digits (providers/: aggregators send 91…, handsets 0…,
/// dial-outs 0091…).
constexpr std::array<std::string_view, 5> kPrefixes{"", "0", "91", "091", "0091"};

constexpr std::size_t kLongestPrefix = 4; // "0091"

/// The longest form of use is "0091 98765 43210" with separators in a script of four-byte digits;
/// more is not a number.
constexpr std::size_t kLongestRaw = 96;

bool is_separator(char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; }

tl::unexpected<Error> not_a_mobile() {
    return fail(
        Errc::bad_request,
        "not an Indian mobile number: ten digits starting with 6-9 expected, with 0, 91, +91 or "
        "0091 before them at most");
}

} // namespace

Result<Msisdn> Msisdn::parse(std::string_view raw) {
    if (raw.size() > kLongestRaw) return not_a_mobile();
    std::string native;
    bool const ascii = std::all_of(raw.begin(), raw.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) raw = native = text::ascii_digits(raw);

    std::array<char, kLongestPrefix + kNationalDigits> room;
    std::size_t count = 0;
    bool plus = false;
    for (char const c : raw) {
        if (c >= '0' && c <= '9') {
            if (count == room.size()) return not_a_mobile();
            room[count++] = c;
        } else if (c == '+' && count == 0 && !plus) {
            plus = true;
        } else if (!is_separator(c)) {
            return not_a_mobile();
        }
    }
    std::string_view const digits(room.data(), count);

    for (auto const prefix : kPrefixes) {
        if (digits.size() != prefix.size() + kNationalDigits || !digits.starts_with(prefix))
            continue;
        if (plus && prefix != "91") continue; // after a plus only the country code may stand
        auto const national = digits.substr(prefix.size());
        if (national.front() < '6') return not_a_mobile();
        std::uint64_t number = 0;
        for (char const c : national) number = number * 10 + static_cast<std::uint64_t>(c - '0');
        return Msisdn(kIndia * kNationalSpan + number);
    }
    return not_a_mobile();
}

std::string Msisdn::full() const { return fmt::format("+{}", e164_); }

std::string Msisdn::masked() const { return fmt::format("+91…{:04}", e164_ % 10'000); }

} // namespace haatline
