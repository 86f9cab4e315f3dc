#include "cluster/questions.hpp"
#include "cluster/tidings.hpp"
#include "menus/arguments.hpp"
#include "menus/check/findings.hpp"
#include "menus/dial_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace haatline::menus {
namespace {

using NameSet = std::set<std::string, std::less<>>;

/// What the engine sets without being told by a flow.
NameSet engine_names(Menu const& menu) {
    NameSet out{"lang",    "me", "screen", "ucs2",      "sends",   "channel",
                "stopped", "q",  "offset", "dial_lang", "dial_pin"};
    for (auto const& code : dial_codes) out.emplace(code.variable);
    if (menu.commands().empty()) return out;
    for (auto const name : argument_names()) out.emplace(name);
    out.insert({"cmd", "pick", "channel", "code", "keys"});
    return out;
}

void add_names(NameSet& into, Names names) {
    for_each_name(names, [&](std::string_view name) { into.emplace(name); });
}

NameSet names_set(Menu const& menu) {
    NameSet out = engine_names(menu);
    for (auto const& way : menu.commands())
        for (auto const& [name, value] : way.action.set) out.insert(name);
    for (auto const& word : menu.argument_words())
        for (auto const& [name, value] : word.set) out.insert(name);
    for (auto const& node : menu.nodes()) {
        if (!node.into.empty()) out.insert(node.into);
        if (node.input == InputKind::quantity) out.insert({"qty", "unit"});
        if (node.input == InputKind::phone) out.insert(node.into + "_said");
        if (auto const* contract = node.ask ? find_question(node.ask->question) : nullptr) {
            add_names(out, contract->gives);
            add_names(out, contract->rows);
        }
        for_each_action(node, [&](Action const& action, bool) {
            for (auto const& [name, value] : action.set) out.insert(name);
            for (auto const& effect : action.effects)
                if (auto const* contract = find_effect(effect);
                    contract && !contract->serial.empty())
                    out.insert("ref");
        });
    }
    return out;
}

void check_needs(Checking const& checking, Node const& node, NameSet const& known) {
    auto const need = [&](Names names, std::string_view who, Values const* with, int line) {
        for_each_name(names, [&](std::string_view name) {
            if (known.contains(name) || (with && with->has(name))) return;
            checking.error(
                node, line,
                fmt::format("`{}` needs `{}`, which nothing sets; set it before", who, name));
        });
    };
    if (auto const* contract = node.ask ? find_question(node.ask->question) : nullptr)
        need(contract->needs, contract->name, &node.ask->with, node.line);
    for_each_action(node, [&](Action const& action, bool) {
        for (auto const& effect : action.effects)
            if (auto const* contract = find_effect(effect))
                need(contract->needs, contract->name, nullptr, action.line);
        for (auto const& [name, value] : action.set) {
            if (!value.starts_with('$')) continue;
            std::string const source = value.substr(1, value.find(' ') - 1);
            if (source != "now" && !known.contains(source))
                checking.error(node, action.line,
                               fmt::format("copies `{}`, which nothing sets", value));
        }
    });
}

/// The texts of rows see the row's own values only.
void check_row_arguments(Checking const& checking, Node const& node) {
    auto const* contract = node.kind == Kind::list ? find_question(node.ask->question) : nullptr;
    if (!contract) return;
    for (auto const& language : checking.words.languages())
        for (auto const& message : checking.words.messages(language.code)) {
            if (message.key != node.row_text) continue;
            auto const names = Catalogue::arguments_of(message.text);
            if (!names) continue; // told by the catalogue already
            for (auto const& name : *names)
                if (!has_name(contract->rows, name))
                    checking.error(message.file, message.line,
                                   fmt::format("`{}` uses {{{}}}, but rows of `{}` hold only: {}",
                                               message.key, name, contract->name, contract->rows));
        }
}

/// What a message that nobody asked for is sent with; `check_messages` proves it against its own words.
bool sent_with(std::string const& key, std::string const& name) {
    return std::any_of(tidings::all.begin(), tidings::all.end(), [&](tidings::Tiding const& one) {
        return one.words == key && has_name(one.with, name);
    });
}

void check_arguments(Checking const& checking, MessageInfo const& message, NameSet const& known) {
    auto const names = Catalogue::arguments_of(message.text);
    if (!names) return;
    for (auto const& name : *names) {
        if (!known.contains(name) && !sent_with(message.key, name))
            checking.error(message.file, message.line,
                           fmt::format("`{}` uses {{{}}}, which no flow, question or effect sets; "
                                       "mend the name",
                                       message.key, name));
        else if (!checking.menu.cap(name))
            checking.error(
                message.file, message.line,
                fmt::format("`{}` uses {{{}}}, whose widest value nobody says; add it to "
                            "`caps:` in vars.yaml",
                            message.key, name));
    }
}

} // namespace

void check_variables(Checking const& checking) {
    NameSet const known = names_set(checking.menu);
    for (auto const& node : checking.menu.nodes()) {
        check_needs(checking, node, known);
        check_row_arguments(checking, node);
    }
    for (auto const& language : checking.words.languages())
        for (auto const& message : checking.words.messages(language.code))
            check_arguments(checking, message, known);
}

} // namespace haatline::menus
