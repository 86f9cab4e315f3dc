#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline {

/// A language's rules for one, two, few … (CLDR). Immutable; safe to share between threads.
class Plurals {
  public:
    enum class Kind : unsigned char { cardinal, ordinal };

    /// A language that ICU does not know gets the root's rules: always "other".
    explicit Plurals(std::string_view language);
    Plurals(Plurals&&) noexcept;
    Plurals& operator=(Plurals&&) noexcept;
    ~Plurals();

    /// "one", "other" … — the keyword a translator writes in `{n, plural, one {…} other {…}}`.
    std::string keyword(double number, Kind kind) const;

    /// Every keyword the language has, sorted; "other" is among them.
    std::vector<std::string> keywords(Kind kind) const;

  private:
    struct Rules;
    std::unique_ptr<Rules> rules_;
};

/// Groups the digits the Indian way, 12345678 → 1,23,45,678, whatever the language: ICU 72 is wrong
/// for nine of the scheduled ones (reference: CLDR 42 has western grouping for ur, te, kn …), and
/// digits on screens are Latin. Text that is no plain number stays as it is ("99+").
std::string grouped_number(std::string_view number);

} // namespace haatline
