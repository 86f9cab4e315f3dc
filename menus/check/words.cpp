#include "base/error.hpp"
#include "menus/check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace haatline::menus {
namespace {

/// Keys that the engine and the telephone side use on any screen.
std::set<std::string> common_keys() {
    std::set<std::string> out{std::string(keys::more), std::string(keys::back),
                              std::string(keys::not_understood)};
    for (int code = 0; code <= static_cast<int>(Errc::internal); ++code)
        out.emplace(facts(static_cast<Errc>(code)).locale_key);
    return out;
}

void check_key(Checking const& checking, std::string const& key, std::string const& file,
               int line) {
    for (auto const& language : checking.words.languages())
        if (!checking.words.has(key, language.code))
            checking.error(file, line,
                           fmt::format("no text `{}` in {}; add msgctxt \"{}\" to "
                                       "locales/{}/messages.po",
                                       key, language.code, key, language.code));
}

void count_texts(Checking const& checking) {
    for (auto const& language : checking.words.languages())
        for (auto const& message : checking.words.messages(language.code)) {
            ++checking.report.texts;
            if (message.draft) ++checking.report.drafts;
            if (!message.stale) continue;
            ++checking.report.stale;
            checking.warn(message.file, message.line,
                          fmt::format("`{}` is stale: the English text changed; translate it anew",
                                      message.key));
        }
}

void check_languages_set(Checking const& checking, Node const& node) {
    for_each_action(node, [&](Action const& action, bool) {
        std::string const language(action.set.get("lang"));
        if (language.empty() || language[0] == '$' || checking.words.language(language)) return;
        checking.error(node, action.line,
                       fmt::format("sets language `{}`, which locales/ does not have; take the row "
                                   "out or ship the language",
                                   language));
    });
}

} // namespace

std::vector<std::string> keys_of(Node const& node) {
    std::vector<std::string> out;
    if (!node.shows()) return out;
    for (auto const& prompt : node.prompts) out.push_back(prompt.key);
    for (auto const& row : node.rows) out.push_back(row.text);
    if (node.kind == Kind::list) out.push_back(node.row_text);
    if (!node.wrong_text.empty()) out.push_back(node.wrong_text);
    return out;
}

void check_words(Checking const& checking) {
    for (auto const& key : common_keys()) check_key(checking, key, "menus", 1);
    for (auto const& node : checking.menu.nodes()) {
        for (auto const& key : keys_of(node)) check_key(checking, key, node.file, node.line);
        for_each_action(node, [&](Action const& action, bool) {
            if (!action.notice.empty()) check_key(checking, action.notice, node.file, action.line);
        });
        check_languages_set(checking, node);
    }
    count_texts(checking);
}

} // namespace haatline::menus
