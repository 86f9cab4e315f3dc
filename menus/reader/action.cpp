#include "menus/reader/action.hpp"

#include <fmt/format.h>

namespace haatline::menus {
namespace {

WantedRow read_row(Source& source, std::string const& key, YAML::Node const& node,
                   std::string const& screen, int line) {
    WantedRow out;
    out.row.key = key;
    std::string const owner = fmt::format("{} row {}", screen, key);
    if (node.IsScalar()) {
        out.row.action = read_action(source, node, owner, line);
    } else {
        Table table(source, node, owner, line);
        if (!table.is_map()) return out;
        out.row.text = table.text("text");
        out.row.when = table.values("when");
        out.needs = table.text("needs");
        out.row.action = read_action(table);
        table.close();
    }
    bool const goes_back = key == "0" && out.row.action.go == "@back";
    if (out.row.text.empty())
        out.row.text = goes_back ? std::string(keys::back) : screen + "." + key;
    return out;
}

} // namespace

Action read_action(Table& table) {
    Action out;
    out.line = table.line();
    out.go = table.text("go");
    out.set = table.values("set");
    out.effects = table.names("effects");
    out.returns_to = table.text("then");
    out.notice = table.text("notice");
    out.detour = table.yes("detour", false);
    if (out.go.empty())
        table.complain(table.line(),
                       "says not where it leads; add `go: <screen>` or `go: \"@end\"`");
    return out;
}

Action read_action(Source& source, YAML::Node const& node, std::string const& owner, int line) {
    if (node.IsScalar()) {
        Action out;
        out.line = line_of(node, line);
        out.go = scalar_text(source, node, owner, line);
        if (out.go.empty()) source.complain(out.line, owner + ": names no screen to go to");
        return out;
    }
    Table table(source, node, owner, line);
    if (!table.is_map()) return {};
    Action out = read_action(table);
    table.close();
    return out;
}

std::vector<WantedRow> read_rows(Source& source, YAML::Node const& node, std::string const& screen,
                                 int line) {
    std::vector<WantedRow> out;
    Table table(source, node, screen + " rows", line);
    for (auto const& [key, value, at, known] : table.words()) {
        if (key.size() != 1 || key[0] < '0' || key[0] > '9') {
            source.complain(
                at, fmt::format("{}: a row is one digit from 0 to 9, not `{}`", screen, key));
            continue;
        }
        if (value.IsSequence()) {
            for (auto const& item : value)
                out.push_back(read_row(source, key, item, screen, line_of(item, at)));
        } else {
            out.push_back(read_row(source, key, value, screen, at));
        }
    }
    return out;
}

} // namespace haatline::menus
