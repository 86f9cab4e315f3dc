#include "menus/reader/commands.hpp"

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "locales/text/clean.hpp"
#include "menus/arguments.hpp"
#include "menus/keywords.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::arguments {
std::span<Embedded const> embedded_files(); // made by haatline_embed (menus/room.cmake)
}

namespace haatline::menus {
namespace {

Action way_of(Source& source, Table& table) {
    if (table.has("go")) return read_action(table);
    Action out;
    out.line = table.line();
    source.complain(out.line, table.owner() + ": says not where it leads; add `go: <screen>`");
    return out;
}

/// Blanks part the spellings of a word.
std::vector<std::string> spellings(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        if (auto key = text::match_key(text.substr(at, end - at)); !key.empty())
            out.push_back(std::move(key));
        at = end + 1;
    }
    return out;
}

/// Before and after, of data/arguments.csv; false where it has no such word.
bool spell(ArgumentWord& word) {
    CsvReader reader(arguments::embedded_files().front().content);
    std::vector<std::string> fields;
    while (reader.next(fields)) {
        if (fields.size() < 3 || fields[0] != word.name) continue;
        word.before = spellings(fields[1]);
        word.after = spellings(fields[2]);
        return true;
    }
    return false;
}

} // namespace

std::vector<CommandWay> read_commands(Source& source, Word const& word) {
    std::vector<CommandWay> out;
    Table commands(source, word.value, "commands", word.line);
    for (auto const& [name, value, at, known] : commands.words()) {
        Table table(source, value, "command " + name, at);
        if (!table.is_map()) continue;
        CommandWay way;
        way.name = name;
        way.file = source.file;
        way.line = at;
        way.takes = table.names("takes");
        way.answers = table.values("answers");
        way.at_once = table.yes("at_once", false);
        if (Word const* stranger = table.take("stranger"))
            way.stranger =
                read_action(source, stranger->value, table.owner() + " stranger", stranger->line);
        way.action = way_of(source, table);
        table.close();
        out.push_back(std::move(way));
    }
    return out;
}

std::vector<ArgumentWord> read_argument_words(Source& source, Word const& word) {
    std::vector<ArgumentWord> out;
    Table words(source, word.value, "words", word.line);
    for (auto const& [name, value, at, known] : words.words()) {
        Table table(source, value, "word " + name, at);
        if (!table.is_map()) continue;
        ArgumentWord one;
        one.name = name;
        one.set = table.values("set");
        table.close();
        if (!spell(one))
            source.complain(at,
                            table.owner() + ": data/arguments.csv does not spell it; add a row");
        out.push_back(std::move(one));
    }
    return out;
}

void prove_commands(Menu const& menu, std::vector<Problem>& problems) {
    if (menu.commands().empty()) return; // a menu that is dialled alone
    auto const& first = menu.commands().front();
    // A gateway that knows no words would take STOP for a name.
    if (auto const fault = Keywords::fault_of_shipped(); !fault.empty())
        problems.push_back({"data/keywords.csv", 1, fault});
    auto const complain = [&](CommandWay const& way, std::string const& what) {
        problems.push_back({way.file, way.line, fmt::format("command {}: {}", way.name, what)});
    };
    auto const leads = [&](CommandWay const& way, Action const& action) {
        auto const all = jumps();
        bool const jump = std::find(all.begin(), all.end(), action.go) != all.end();
        if (!jump && !menu.find(action.go))
            complain(way,
                     fmt::format("leads to `{}`, which no file has; mend the name", action.go));
    };
    for (auto const& way : menu.commands()) {
        leads(way, way.action);
        if (way.stranger) leads(way, *way.stranger);
        for (auto const& name : way.takes)
            if (!is_argument(menu, name))
                complain(
                    way,
                    fmt::format("takes `{}`, which is neither a shape nor one of `words:`", name));
        for (auto const& [screen, key] : way.answers)
            if (!menu.find(screen))
                complain(way,
                         fmt::format("answers `{}`, which no file has; mend the name", screen));
        if (way.name != other_command && !Keywords::shipped().knows(way.name))
            complain(way, "no word of data/keywords.csv means it; add a row, or take it out");
    }
    for (auto const& word : Keywords::shipped().words())
        if (!menu.command(word.command) && word.command != who_command)
            problems.push_back(
                {first.file, first.line,
                 fmt::format("says not where the command {} leads; add it", word.command)});
    if (!menu.command(other_command))
        problems.push_back(
            {first.file, first.line,
             fmt::format("lacks {}: what a message leads to that is no command", other_command)});
}

} // namespace haatline::menus
