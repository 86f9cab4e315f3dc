#include "tests/locales/spoken/house_voices.hpp"

#include "tests/support/catch.hpp"

namespace haatline::tests {

spoken::Voices const& house_voices() {
    static spoken::Voices const voices = [] {
        std::vector<Problem> problems;
        auto read = spoken::Voices::load(locales::embedded_files(), problems);
        for (auto const& problem : problems)
            FAIL_CHECK(problem.file << ':' << problem.line << ": " << problem.what);
        return read;
    }();
    return voices;
}

std::string heard(Result<spoken::Clips> const& said) {
    return said ? text_of(*said) : "refused: " + said.error().detail;
}

std::string heard_number(spoken::NumberTable const& table, std::string const& value) {
    auto const amount = spoken::read_amount(value);
    return amount ? heard(say_number(table, *amount)) : "refused: " + amount.error().detail;
}

} // namespace haatline::tests
