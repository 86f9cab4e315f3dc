#include "base/error.hpp"
#include "cluster/tidings.hpp"
#include "menus/check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace haatline::menus {
namespace {

std::string words_file(Checking const& checking, Language const& language) {
    auto const& messages = checking.words.messages(language.code);
    return messages.empty() ? "locales/" + language.code + "/messages.po" : messages.front().file;
}

/// `file` is empty for the keys that belong to no flow: then the words' own file lacks them.
void check_key(Checking const& checking, std::string const& key, std::string const& file,
               int line) {
    for (auto const& language : checking.words.languages())
        if (!checking.words.has(key, language.code))
            checking.error(file.empty() ? words_file(checking, language) : file, line,
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

std::vector<std::string> common_keys() {
    std::set<std::string> out{std::string(keys::more), std::string(keys::back),
                              std::string(keys::not_understood), std::string(keys::not_a_row)};
    for (int code = 0; code <= static_cast<int>(Errc::internal); ++code)
        out.emplace(facts(static_cast<Errc>(code)).locale_key);
    return {out.begin(), out.end()};
}

std::vector<std::string> message_keys(Menu const& menu) {
    if (menu.commands().empty()) return {};
    std::vector<std::string> out{std::string(keys::reply), std::string(keys::reply_or_more),
                                 std::string(keys::more_follows), std::string(keys::wait)};
    for (auto const& tiding : tidings::all) out.emplace_back(tiding.words);
    return out;
}

std::vector<UsedKey> keys_of(Node const& node) {
    std::vector<UsedKey> out;
    if (node.shows()) {
        for (auto const& prompt : node.prompts) out.push_back({prompt.key, node.line});
        for (auto const& row : node.rows) out.push_back({row.text, row.action.line});
        if (node.kind == Kind::list) {
            out.push_back({node.row_text, node.line});
            out.push_back({node.more_text, node.line});
        }
        if (!node.wrong_text.empty()) out.push_back({node.wrong_text, node.line});
    }
    for_each_action(node, [&](Action const& action, bool) {
        if (!action.notice.empty()) out.push_back({action.notice, action.line});
    });
    return out;
}

void check_words(Checking const& checking) {
    for (auto const& key : common_keys()) check_key(checking, key, "", 1);
    for (auto const& key : message_keys(checking.menu)) check_key(checking, key, "", 1);
    for (auto const& node : checking.menu.nodes()) {
        for (auto const& [key, line] : keys_of(node)) check_key(checking, key, node.file, line);
        check_languages_set(checking, node);
    }
    count_texts(checking);
}

} // namespace haatline::menus
