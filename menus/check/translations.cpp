#include "menus/check/findings.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace haatline::menus {
namespace {

using Places = std::vector<std::string>;

Places places_of(std::string const& text) {
    auto names = Catalogue::arguments_of(text);
    if (!names) return {}; // told by the catalogue
    std::sort(names->begin(), names->end());
    return std::move(*names);
}

Places missing(Places const& of, Places const& in) {
    Places out;
    std::set_difference(of.begin(), of.end(), in.begin(), in.end(), std::back_inserter(out));
    return out;
}

void blame(Checking const& checking, Language const& language, MessageInfo const& message,
           std::string what) {
    checking.blame(Finding::Level::warning, message.file, message.line, std::move(what),
                   Finding::Rule::places, language.code, {message.key});
}

} // namespace

void check_plurals(Checking const& checking) {
    for (auto const& language : checking.words.languages())
        for (auto const& message : checking.words.messages(language.code))
            for (auto const& fault : Catalogue::plural_faults(message.text, language.code))
                checking.blame(
                    Finding::Level::warning, message.file, message.line,
                    fault.missing
                        ? fmt::format("`{}`: the plural of {{{}}} has no case `{}`, which {} has; "
                                      "write it",
                                      message.key, fault.argument, fault.word, language.code)
                        : fmt::format("`{}`: the plural of {{{}}} has a case `{}`, which {} never "
                                      "takes; take it out",
                                      message.key, fault.argument, fault.word, language.code),
                    Finding::Rule::cases, language.code, {message.key});
}

/// A translation says what the English text says: the same places, no fewer and no more.
void check_translations(Checking const& checking) {
    std::map<std::string, Places, std::less<>> english;
    for (auto const& message : checking.words.messages("en"))
        english.emplace(message.key, places_of(message.text));
    for (auto const& language : checking.words.languages()) {
        if (language.code == "en") continue;
        for (auto const& message : checking.words.messages(language.code)) {
            auto const found = english.find(message.key);
            if (found == english.end()) continue; // told by the catalogue
            Places const here = places_of(message.text);
            if (auto const lost = missing(found->second, here); !lost.empty())
                blame(checking, language, message,
                      fmt::format("`{}` leaves out {{{}}}, which the English text says; put "
                                  "it in",
                                  message.key, fmt::join(lost, "} {")));
            if (auto const more = missing(here, found->second); !more.empty())
                blame(checking, language, message,
                      fmt::format("`{}` says {{{}}}, which the English text does not; "
                                  "mend the name or the English text",
                                  message.key, fmt::join(more, "} {")));
        }
    }
}

} // namespace haatline::menus
