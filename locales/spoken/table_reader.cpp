#include "locales/spoken/table_reader.hpp"

#include "locales/spoken/toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::spoken {
namespace {

constexpr unsigned kDecades = 10;
constexpr unsigned kLastDay = 31;

std::optional<Clip> clip_or_none(std::string name, std::string word) {
    if (word.empty()) return std::nullopt;
    return Clip{std::move(name), std::move(word)};
}

std::size_t index_in(auto const& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

class Reader {
  public:
    Reader(TomlSection& top, NumberTable& table) : top_(top), table_(table) {}

    void read() {
        read_manner();
        read_words();
        for (std::size_t i = 0; i < scales.size(); ++i) read_scale(i);
        read_dates();
        read_nouns();
        table_.point = {"point", top_.word("point")};
        table_.minus = {"minus", top_.word("minus")};
        table_.pause = {"pause", {}};
        top_.refuse_others();
    }

  private:
    void read_manner() {
        auto const status = top_.word("status");
        if (!status.empty() && status != "draft" && status != "read")
            top_.report("status", "is \"draft\", or \"read\" once a native reader agreed");
        table_.draft = status != "read";
        auto const year = top_.word("year");
        auto const style = index_in(year_styles, year);
        if (style < year_styles.size())
            table_.year = static_cast<YearStyle>(style);
        else if (!year.empty())
            top_.report("year", "is \"cardinal\", \"hundreds\" or \"pairs\"");
        auto const order = top_.word("date");
        if (!order.empty()) read_order(order);
    }

    void read_order(std::string_view order) {
        std::vector<bool> seen(date_parts.size());
        for (std::size_t at = 0; at < order.size();) {
            auto const end = std::min(order.find(' ', at), order.size());
            auto const part = index_in(date_parts, order.substr(at, end - at));
            if (part == date_parts.size() || seen[part]) return refuse_order();
            seen[part] = true;
            table_.date.push_back(static_cast<DatePart>(part));
            at = end + 1;
        }
        if (table_.date.size() != date_parts.size()) refuse_order();
    }
    void refuse_order() {
        top_.report("date", "is the order of day, month and year, as in \"day month year\"");
    }

    void read_words() {
        top_.section("words", true, [&](TomlSection& words) {
            for (unsigned decade = 0; decade < kDecades; ++decade) {
                unsigned const first = decade * 10;
                auto const key = fmt::format("{}-{}", first, first + 9);
                auto const ten = words.words(key, 10, 10);
                for (unsigned i = 0; i < ten.size(); ++i) {
                    table_.words[first + i] = {fmt::format("n{}", first + i), ten[i]};
                    refuse_twice(words, key, first + i);
                }
            }
            words.refuse_others();
        });
        top_.section("before_noun", false, [&](TomlSection& section) {
            section.numbered(0, 99, [&](unsigned number, std::string_view key) {
                table_.before_noun[number] = {fmt::format("n{}_noun", number), section.word(key)};
            });
        });
        if (!top_.has("tens_before")) return;
        auto const tens = top_.words("tens_before", 8, 8);
        for (unsigned i = 0; i < tens.size(); ++i)
            table_.tens_before.push_back({fmt::format("n{}_before", (i + 2) * 10), tens[i]});
    }

    /// The commonest slip of a hand that fills a hundred places.
    void refuse_twice(TomlSection& section, std::string_view key, unsigned number) {
        for (unsigned other = 0; other < number; ++other)
            if (table_.words[other].word == table_.words[number].word)
                section.report(key, fmt::format("says {} and {} alike, \"{}\": correct one of them",
                                                other, number, table_.words[number].word));
    }

    void read_scale(std::size_t index) {
        std::string const name(scales[index].name);
        ScaleWords& scale = table_.scale_words[index];
        top_.section(name, true, [&](TomlSection& section) {
            scale.word.alone = {name, section.word("word")};
            scale.word.before_number =
                clip_or_none(name + "_before", section.optional_word("before_number"));
            scale.word.before_noun =
                clip_or_none(name + "_noun", section.optional_word("before_noun"));
            // One word is recorded once: Telugu వేల stands before numbers and nouns alike.
            if (scale.word.before_noun && scale.word.before_number &&
                scale.word.before_noun->word == scale.word.before_number->word)
                scale.word.before_noun = scale.word.before_number;
            scale.bare_one = section.flag("bare_one");
            section.section("whole", false, [&](TomlSection& whole) {
                whole.numbered(1, 99, [&](unsigned count, std::string_view key) {
                    scale.whole[count] =
                        whole_word(fmt::format("{}_{}", name, count), whole.words(key, 1, 3));
                });
            });
            section.refuse_others();
            if (scale.bare_one && scale.whole.count(1) > 0)
                section.report("bare_one", "and [whole] 1 both say one of it: take one out");
        });
    }

    static Inflected whole_word(std::string const& name, std::vector<std::string> const& forms) {
        Inflected out;
        if (!forms.empty()) out.alone = {name, forms[0]};
        if (forms.size() > 1) out.before_number = Clip{name + "_before", forms[1]};
        if (forms.size() > 2) out.before_noun = Clip{name + "_noun", forms[2]};
        return out;
    }

    void read_dates() {
        auto const months = top_.words("months", table_.months.size(), table_.months.size());
        for (std::size_t i = 0; i < months.size(); ++i)
            table_.months[i] = {fmt::format("month_{}", i + 1), months[i]};
        top_.section("days", false, [&](TomlSection& section) {
            section.numbered(1, kLastDay, [&](unsigned day, std::string_view key) {
                table_.days[day] = {fmt::format("day_{}", day), section.word(key)};
            });
        });
    }

    void read_nouns() {
        top_.section("money", true, [&](TomlSection& money) {
            table_.rupee = counted("rupee", money.words("rupee", 1, 2));
            table_.paisa = counted("paisa", money.words("paisa", 1, 2));
            table_.between = clip_or_none("and", money.optional_word("and"));
            money.refuse_others();
        });
        top_.section("units", true, [&](TomlSection& section) {
            for (std::size_t i = 0; i < units.size(); ++i)
                table_.unit_words[i] =
                    counted(fmt::format("unit_{}", units[i]), section.words(units[i], 1, 2));
            section.refuse_others();
        });
    }

    static Counted counted(std::string const& name, std::vector<std::string> const& forms) {
        if (forms.empty()) return {};
        if (forms.size() == 1) return {{name, forms[0]}, std::nullopt};
        return {{name, forms[1]}, Clip{name + "_one", forms[0]}};
    }

    TomlSection& top_;
    NumberTable& table_;
};

} // namespace

std::optional<TableFile> read_table(std::string_view language, std::string_view file,
                                    std::string_view content, std::vector<Problem>& problems) {
    std::size_t const before = problems.size();
    TableFile out;
    out.table.language = language;
    out.table.file = file;
    try {
        toml::table const parsed = toml::parse(content, file);
        TomlSection top(parsed, "", file, problems);
        if (top.has("same_as")) {
            out.same_as = top.word("same_as");
            top.refuse_others();
        } else {
            Reader(top, out.table).read();
        }
    } catch (toml::parse_error const& error) {
        problems.push_back({std::string(file), static_cast<int>(error.source().begin.line),
                            fmt::format("not TOML: {}", error.description())});
    }
    if (problems.size() != before) return std::nullopt;
    return out;
}

} // namespace haatline::spoken
