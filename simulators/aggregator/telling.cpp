#include "simulators/aggregator/telling.hpp"

#include <fmt/format.h>

namespace haatline::simulators::aggregator {

/// Words and line ends; the caller's own name is {name}.
std::vector<std::string> Telling::words_of(std::string_view text, std::string_view name) {
    std::vector<std::string> out;
    std::string word;
    auto const finish = [&] {
        for (auto at = word.find(name); !name.empty() && at != std::string::npos;
             at = word.find(name, at + 6))
            word.replace(at, name.size(), "{name}");
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (char const c : text) {
        if (c != ' ' && c != '\n') {
            word += c;
            continue;
        }
        finish();
        if (c == '\n') out.emplace_back("\n");
    }
    finish();
    return out;
}

Result<Telling> Telling::of(std::vector<Heard> const& first, std::string_view first_name,
                            std::vector<Heard> const& second, std::string_view second_name) {
    Telling out;
    for (std::size_t step = 0; step < first.size() && step < second.size(); ++step) {
        auto one = words_of(first[step].text, first_name);
        auto const two = words_of(second[step].text, second_name);
        if (one.size() != two.size() || first[step].ended != second[step].ended)
            return fail(
                Errc::invalid_data,
                fmt::format(
                    "step {} shows different screens to two callers whom nothing disturbs, so "
                    "nothing can be checked: `{}` and `{}`",
                    step + 1, first[step].text, second[step].text));
        Screen screen;
        screen.ended = first[step].ended;
        screen.shown = first[step].text;
        for (std::size_t i = 0; i < one.size(); ++i) {
            bool const any = one[i] != two[i];
            screen.words.push_back({std::move(one[i]), any});
        }
        out.screens_.push_back(std::move(screen));
    }
    return out;
}

bool Telling::fits(std::size_t step, Heard const& heard, std::string_view name) const {
    if (step >= screens_.size() || screens_[step].ended != heard.ended) return false;
    auto const words = words_of(heard.text, name);
    auto const& wanted = screens_[step].words;
    if (words.size() != wanted.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!wanted[i].any && words[i] != wanted[i].text) return false;
    return true;
}

} // namespace haatline::simulators::aggregator
