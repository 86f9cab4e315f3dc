#include "locales/spoken/say.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::spoken {
namespace {

/// Says numbers into a list of clips.
class Sayer {
  public:
    explicit Sayer(NumberTable const& table) : table_(table) {}

    void add(Clip const& clip) { out_.push_back(clip); }

    /// From the largest scale down: crore, lakh, thousand, hundred, then what is below a hundred.
    void whole(std::uint64_t number, Next next) {
        bool said = false;
        for (std::size_t i = scales.size(); i-- > 0;) {
            std::uint64_t const count = number / scales[i].size;
            number %= scales[i].size;
            if (count == 0) continue;
            counted_scale(static_cast<Scale>(i), count, number > 0 ? Next::number : next);
            said = true;
        }
        if (number > 0 || !said) below_hundred(static_cast<unsigned>(number), next);
    }

    /// "nineteen hundred": also what a year does, hence counts above nine.
    void counted_scale(Scale scale, std::uint64_t count, Next next) {
        ScaleWords const& words = table_.of(scale);
        auto const whole_of = [&](std::uint64_t n) {
            return words.whole.find(static_cast<unsigned>(std::min<std::uint64_t>(n, 100)));
        };
        if (auto const found = whole_of(count); found != words.whole.end())
            return add(found->second.form(next));
        if (!table_.tens_before.empty() && count > 20 && count < 100)
            if (auto const ones = whole_of(count % 10); ones != words.whole.end()) {
                add(table_.tens_before[count / 10 - 2]);
                return add(ones->second.form(next));
            }
        if (count != 1 || !words.bare_one) whole(count, Next::noun);
        add(words.word.form(next));
    }

    void digits(std::string_view digits) {
        for (char const c : digits) add(table_.words[static_cast<std::size_t>(c - '0')]);
    }

    void amount(Amount const& amount, Next next) {
        if (amount.minus) add(table_.minus);
        if (amount.fraction.empty()) return whole(amount.whole, next);
        whole(amount.whole, Next::nothing);
        add(table_.point);
        digits(amount.fraction);
    }

    void year(unsigned year) {
        unsigned const century = year / 100, rest = year % 100;
        bool const in_hundreds = century % 10 != 0; // 2026 is two thousand twenty-six everywhere
        if (table_.year == YearStyle::pairs && rest >= 10) {
            below_hundred(century, Next::nothing);
            return below_hundred(rest, Next::nothing);
        }
        if (table_.year == YearStyle::cardinal || !in_hundreds) return whole(year, Next::nothing);
        counted_scale(Scale::sau, century, rest > 0 ? Next::number : Next::nothing);
        if (rest > 0) below_hundred(rest, Next::nothing);
    }

    Clips take() { return std::move(out_); }

  private:
    void below_hundred(unsigned number, Next next) {
        if (next == Next::noun)
            if (auto const bent = table_.before_noun.find(number); bent != table_.before_noun.end())
                return add(bent->second);
        add(table_.words[number]);
    }

    NumberTable const& table_;
    Clips out_;
};

tl::unexpected<Error> too_large() {
    return fail(Errc::invalid_data, fmt::format("larger than {}: nobody says that", largest));
}

bool is_one(Amount const& amount) { return amount.whole == 1 && amount.fraction.empty(); }

bool good_fraction(Amount const& amount) {
    return std::all_of(amount.fraction.begin(), amount.fraction.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check(Amount const& amount, std::size_t longest_fraction) {
    if (amount.whole > largest) return too_large();
    if (amount.fraction.size() > longest_fraction || !good_fraction(amount))
        return fail(Errc::invalid_data,
                    fmt::format("at most {} digits after the point here", longest_fraction));
    return {};
}

constexpr std::size_t kFraction = 6, kPaise = 2;

} // namespace

Result<Clips> say_number(NumberTable const& table, Amount const& amount) {
    if (auto const fit = check(amount, kFraction); !fit) return fail(fit.error());
    Sayer sayer(table);
    sayer.amount(amount, Next::nothing);
    return sayer.take();
}

Result<Clips> say_money(NumberTable const& table, Amount const& amount) {
    if (auto const fit = check(amount, kPaise); !fit) return fail(fit.error());
    unsigned paise = 0;
    for (std::size_t i = 0; i < kPaise; ++i) // .5 is fifty paise
        paise = paise * 10 +
                (i < amount.fraction.size() ? static_cast<unsigned>(amount.fraction[i] - '0') : 0);
    Sayer sayer(table);
    if (amount.minus) sayer.add(table.minus);
    bool const rupees = amount.whole > 0 || paise == 0;
    if (rupees) {
        sayer.whole(amount.whole, Next::noun);
        sayer.add(table.rupee.of(amount.whole == 1));
    }
    if (rupees && paise > 0 && table.between) sayer.add(*table.between);
    if (paise > 0) {
        sayer.whole(paise, Next::noun);
        sayer.add(table.paisa.of(paise == 1));
    }
    return sayer.take();
}

Result<Clips> say_quantity(NumberTable const& table, Quantity const& quantity) {
    if (auto const fit = check(quantity.amount, kFraction); !fit) return fail(fit.error());
    auto const unit = std::find(units.begin(), units.end(), quantity.unit);
    if (unit == units.end())
        return fail(Errc::invalid_data,
                    fmt::format("no such unit: one of {}", fmt::join(units, " ")));
    Sayer sayer(table);
    sayer.amount(quantity.amount, Next::noun);
    sayer.add(table.unit_words[static_cast<std::size_t>(unit - units.begin())].of(
        is_one(quantity.amount)));
    return sayer.take();
}

Result<Clips> say_date(NumberTable const& table, Date const& date) {
    constexpr unsigned last_day = 31;
    if (date.month < 1 || date.month > table.months.size() || date.day < 1 || date.day > last_day ||
        date.year < 0 || date.year > 9999)
        return fail(Errc::invalid_data, "no day of a calendar: check month, day and year");
    Sayer sayer(table);
    bool number_before = false; // two numbers side by side would be heard as one
    for (DatePart const part : table.date) {
        if (part == DatePart::year && date.year == 0) continue;
        bool const number = part != DatePart::month;
        if (number && number_before) sayer.add(table.pause);
        number_before = number;
        if (part == DatePart::month) sayer.add(table.months[date.month - 1]);
        if (part == DatePart::year) sayer.year(static_cast<unsigned>(date.year));
        if (part != DatePart::day) continue;
        auto const own = table.days.find(date.day);
        sayer.add(own == table.days.end() ? table.words[date.day] : own->second);
    }
    return sayer.take();
}

Result<Clips> say_digits(NumberTable const& table, std::string_view digits, std::size_t group) {
    Sayer sayer(table);
    std::size_t said = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        char const c = digits[i];
        bool const between = i > 0 && i + 1 < digits.size() && (c == ' ' || c == '-');
        if (between) continue;
        if (c < '0' || c > '9' || said == most_digits) {
            said = 0;
            break;
        }
        if (group > 0 && said > 0 && said % group == 0) sayer.add(table.pause);
        sayer.digits(digits.substr(i, 1));
        ++said;
    }
    if (said == 0)
        return fail(Errc::invalid_data,
                    fmt::format("not one to {} digits: blanks and hyphens may stand between them",
                                most_digits));
    return sayer.take();
}

} // namespace haatline::spoken
