#include "menus/check/findings.hpp"

#include <fmt/format.h>

#include <set>

namespace haatline::menus {
namespace {

using Keys = std::set<std::string, std::less<>>;

/// What flows, the engine and rows that wait for their screen may print.
Keys keys_used(Menu const& menu) {
    Keys out;
    for (auto const& key : common_keys()) out.insert(key);
    for (auto const& key : message_keys(menu)) out.insert(key);
    for (auto const& key : menu.waiting_texts()) out.insert(key);
    for (auto const& node : menu.nodes())
        for (auto const& [key, line] : keys_of(node)) out.insert(key);
    return out;
}

/// "reg.pin@sms" is another channel's rendering of "reg.pin".
std::string_view without_channel(std::string_view key) { return key.substr(0, key.rfind('@')); }

} // namespace

void check_unused(Checking const& checking) {
    Keys const used = keys_used(checking.menu);
    for (auto const& language : checking.words.languages())
        for (auto const& message : checking.words.messages(language.code)) {
            // A translation of a text that went is told where the English text stands.
            if (language.code != "en" && checking.words.has(message.key, "en")) continue;
            if (used.contains(without_channel(message.key))) continue;
            checking.warn(message.file, message.line,
                          fmt::format("`{}` is used by no screen; take it out of every language, "
                                      "or use it",
                                      message.key));
        }
}

} // namespace haatline::menus
