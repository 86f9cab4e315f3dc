#include "menus/reader/screen.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::menus {
namespace {

struct InputFacts {
    std::string_view name;
    InputKind kind;
    int units_max; ///< longest answer when the flow does not say
};

constexpr std::array kInputs{
    InputFacts{"text", InputKind::text, 40},    InputFacts{"pin", InputKind::pin, 6},
    InputFacts{"number", InputKind::number, 6}, InputFacts{"quantity", InputKind::quantity, 20},
    InputFacts{"secret", InputKind::secret, 4}, InputFacts{"phone", InputKind::phone, 20},
    InputFacts{"udyam", InputKind::udyam, 30},
};

std::string known_inputs() {
    std::string out;
    for (auto const& row : kInputs) out += fmt::format("{}{}", out.empty() ? "" : ", ", row.name);
    return out;
}

void read_prompts(Table& table, Node& node) {
    Word const* word = table.take("text");
    if (!word) {
        node.prompts.push_back({{}, node.id});
        return;
    }
    if (!word->value.IsSequence()) {
        node.prompts.push_back({{}, scalar_text(table.source(), word->value, node.id, word->line)});
        return;
    }
    for (auto const& item : word->value) {
        Table one(table.source(), item, node.id + " text", word->line);
        Prompt prompt{one.values("when"), one.text("key")};
        one.close();
        node.prompts.push_back(std::move(prompt));
    }
    if (node.prompts.empty() || !node.prompts.back().when.empty())
        table.complain(word->line, "the last text must stand without `when:`, for all other cases");
}

Ask read_ask(Table& table, std::string_view name) {
    Ask out;
    out.question = table.text(name);
    out.with = table.values("with");
    if (Word const* word = table.take("outcomes")) {
        Table outcomes(table.source(), word->value, table.owner() + " outcomes", word->line);
        for (auto const& [key, value, at, known] : outcomes.words())
            out.outcomes.emplace_back(
                key, read_action(table.source(), value,
                                 fmt::format("{} outcome {}", table.owner(), key), at));
    }
    return out;
}

std::optional<Action> read_optional(Table& table, std::string_view name) {
    Word const* word = table.take(name);
    if (!word) return std::nullopt;
    return read_action(table.source(), word->value, fmt::format("{} `{}`", table.owner(), name),
                       word->line);
}

Action read_needed(Table& table, std::string_view name) {
    if (auto action = read_optional(table, name)) return std::move(*action);
    table.complain(table.line(), fmt::format("lacks `{}:`, where it leads", name));
    return {};
}

void read_choice(Table& table, ReadScreen& out) {
    out.node.kind = Kind::choice;
    Word const* rows = table.take("choice");
    out.rows = read_rows(table.source(), rows->value, out.node.id, rows->line);
}

void read_list(Table& table, ReadScreen& out) {
    Node& node = out.node;
    node.kind = Kind::list;
    node.ask = read_ask(table, "list");
    node.row_text = table.text("row", node.id + ".row");
    node.more_text = table.text("more", std::string(keys::more));
    node.page_rows = table.number("page_rows", 1, 6, 6);
    node.choose = read_needed(table, "choose");
    if (Word const* rows = table.take("rows"))
        out.rows = read_rows(table.source(), rows->value, node.id, rows->line);
    for (auto const& wanted : out.rows)
        if (wanted.row.key != "0" && wanted.row.key[0] - '0' <= node.page_rows)
            table.complain(table.line(),
                           fmt::format("row {} stands where the list's own rows 1-{} are; lower "
                                       "`page_rows` or move the row",
                                       wanted.row.key, node.page_rows));
}

void read_entry(Table& table, ReadScreen& out) {
    Node& node = out.node;
    node.kind = Kind::entry;
    std::string const kind = table.text("entry");
    InputFacts const* facts = nullptr;
    for (auto const& row : kInputs)
        if (row.name == kind) facts = &row;
    if (!facts) {
        table.complain(table.line(),
                       fmt::format("unknown entry `{}`; known: {}", kind, known_inputs()));
        facts = &kInputs[0];
    }
    node.input = facts->kind;
    node.into = table.text("into");
    if (node.into.empty())
        table.complain(table.line(), "lacks `into:`, the variable that takes the answer");
    node.min_units = table.number("min", 1, 160, 1);
    node.max_units = table.number("max", 1, 160, facts->units_max);
    if (node.min_units > node.max_units) table.complain(table.line(), "`min` is above `max`");
    node.wrong_text = table.text("wrong", std::string(keys::not_understood));
    node.go = read_needed(table, "go");
    node.zero = read_optional(table, "zero");
    if (node.input == InputKind::quantity) node.no_unit = read_needed(table, "no_unit");
    if (node.input == InputKind::secret) node.simple = read_optional(table, "simple");
    node.hushed = table.yes("hush", false) || node.input == InputKind::secret;
}

void read_gate_that_asks(Table& table, ReadScreen& out) {
    out.node.kind = Kind::gate;
    out.node.ask = read_ask(table, "ask");
}

void read_gate_that_decides(Table& table, ReadScreen& out) {
    Node& node = out.node;
    node.kind = Kind::gate;
    Word const* word = table.take("cases");
    if (!word->value.IsSequence() || word->value.size() == 0) {
        table.complain(word->line,
                       "`cases:` is a list; each case has `go:` and all but the last `when:`");
        return;
    }
    for (auto const& item : word->value) {
        Table one(table.source(), item, node.id + " case", word->line);
        if (!one.is_map()) continue;
        Case entry;
        entry.when = one.values("when");
        entry.action = read_action(one);
        one.close();
        node.cases.push_back(std::move(entry));
    }
    if (!node.cases.empty() && !node.cases.back().when.empty())
        table.complain(word->line, "the last case must stand without `when:`, for everything else");
}

void read_end(Table& table, ReadScreen& out) {
    out.node.kind = Kind::end;
    if (!table.yes("end", true)) table.complain(table.line(), "`end:` can only be yes");
}

struct KindFacts {
    std::string_view word;
    void (*read)(Table&, ReadScreen&);
    bool shows;
};

constexpr std::array kKinds{
    KindFacts{"choice", read_choice, true},
    KindFacts{"list", read_list, true},
    KindFacts{"entry", read_entry, true},
    KindFacts{"ask", read_gate_that_asks, false},
    KindFacts{"cases", read_gate_that_decides, false},
    KindFacts{"end", read_end, true},
};

} // namespace

ReadScreen read_screen(Source& source, std::string const& id, YAML::Node const& node, int line) {
    ReadScreen out;
    out.node.id = id;
    out.node.file = source.file;
    out.node.line = line;
    Table table(source, node, id, line);
    if (!table.is_map()) return out;
    KindFacts const* kind = nullptr;
    for (auto const& row : kKinds) {
        if (!table.has(row.word)) continue;
        if (kind)
            table.complain(line,
                           fmt::format("is both `{}` and `{}`; split it", kind->word, row.word));
        else
            kind = &row;
    }
    if (!kind) {
        table.complain(line,
                       "says not what it is; give it one of choice, list, entry, ask, cases, end");
        return out;
    }
    kind->read(table, out);
    if (kind->shows) {
        read_prompts(table, out.node);
        out.node.step = table.number("question", 1, 9, 0);
        out.node.resumable = table.yes("resume", false);
        out.node.settles = table.yes("settles", false);
        out.node.counts = table.yes("counts", true);
        out.node.remember = table.yes("remember", true);
        out.node.by_message = table.yes("message", false);
    }
    table.close();
    return out;
}

} // namespace haatline::menus
