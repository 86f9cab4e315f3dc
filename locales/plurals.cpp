#include "locales/plurals.hpp"

#include "locales/text/digits.hpp"

#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/strenum.h>
#include <unicode/stringpiece.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace haatline {

struct Plurals::Rules {
    std::unique_ptr<icu::PluralRules> cardinal, ordinal;
};

namespace {

std::unique_ptr<icu::PluralRules> rules_for(icu::Locale const& locale, UPluralType type) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale, type, status));
    return U_SUCCESS(status) ? std::move(rules) : nullptr;
}

} // namespace

Plurals::Plurals(std::string_view language) : rules_(std::make_unique<Rules>()) {
    UErrorCode status = U_ZERO_ERROR;
    icu::StringPiece const tag(language.data(), static_cast<std::int32_t>(language.size()));
    icu::Locale locale = icu::Locale::forLanguageTag(tag, status);
    if (U_FAILURE(status)) locale = icu::Locale::getRoot();
    rules_->cardinal = rules_for(locale, UPLURAL_TYPE_CARDINAL);
    rules_->ordinal = rules_for(locale, UPLURAL_TYPE_ORDINAL);
}
Plurals::Plurals(Plurals&&) noexcept = default;
Plurals& Plurals::operator=(Plurals&&) noexcept = default;
Plurals::~Plurals() = default;

std::string Plurals::keyword(double number, Kind kind) const {
    auto const& rules = kind == Kind::cardinal ? rules_->cardinal : rules_->ordinal;
    if (!rules) return "other";
    std::string utf8;
    rules->select(number).toUTF8String(utf8);
    return utf8;
}

std::vector<std::string> Plurals::keywords(Kind kind) const {
    auto const& rules = kind == Kind::cardinal ? rules_->cardinal : rules_->ordinal;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::StringEnumeration> const words(rules ? rules->getKeywords(status)
                                                              : nullptr);
    if (!words || U_FAILURE(status)) return {"other"};
    std::vector<std::string> out;
    while (char const* word = words->next(nullptr, status)) out.emplace_back(word);
    std::sort(out.begin(), out.end());
    return out;
}

std::string grouped_number(std::string_view number) {
    std::string_view const sign =
        number.starts_with('-') ? number.substr(0, 1) : std::string_view{};
    std::string_view const unsigned_part = number.substr(sign.size());
    std::size_t const point = std::min(unsigned_part.find('.'), unsigned_part.size());
    std::string_view const whole = unsigned_part.substr(0, point);
    std::string_view const fraction = unsigned_part.substr(point);
    if (!text::all_digits(whole) || (!fraction.empty() && !text::all_digits(fraction.substr(1))))
        return std::string(number);

    std::string out(sign);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::size_t const left =
            whole.size() - i; // digits from here on: a comma before the last 3, 5, 7 …
        if (i > 0 && left >= 3 && left % 2 == 1) out += ',';
        out += whole[i];
    }
    out += fraction;
    return out;
}

} // namespace haatline
