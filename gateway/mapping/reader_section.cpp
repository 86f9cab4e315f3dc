#include "gateway/mapping/reader.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace haatline::gateway::mapping {
namespace {

template <class T>
struct Named {
    std::string_view word;
    T value;
};

constexpr std::array bodies{
    Named<Reads>{"query", Reads::query}, Named<Reads>{"form", Reads::form},
    Named<Reads>{"json", Reads::json},   Named<Reads>{"query or form", Reads::query_or_form},
    Named<Reads>{"xml", Reads::xml},     Named<Reads>{"text", Reads::text},
};
constexpr std::array answer_words{
    Named<Dialogue::Answers>{"single", Dialogue::Answers::single},
    Named<Dialogue::Answers>{"cumulative", Dialogue::Answers::cumulative},
    Named<Dialogue::Answers>{"cumulative behind code", Dialogue::Answers::cumulative_behind_code},
};
constexpr std::array dial_words{
    Named<Dial>{"nothing", Dial::nothing},   Named<Dial>{"arguments", Dial::arguments},
    Named<Dial>{"code", Dial::code},         Named<Dial>{"bare code", Dial::bare_code},
    Named<Dial>{"any code", Dial::any_code},
};
constexpr std::array methods{std::string_view("GET"), std::string_view("POST"),
                             std::string_view("PUT")};
constexpr std::size_t rules_max = 32; // bits of Heard::rules
constexpr std::size_t retry_by_max = 4;

template <class Rows>
auto const* find_word(Rows const& rows, std::string_view word) {
    auto const found =
        std::find_if(rows.begin(), rows.end(), [&](auto const& row) { return row.word == word; });
    return found == rows.end() ? nullptr : &found->value;
}

template <class Rows>
std::string words_of_rows(Rows const& rows) {
    std::string out;
    for (auto const& row : rows) (out += out.empty() ? "" : ", ") += row.word;
    return out;
}

PathPattern path_of(std::string_view text) {
    PathPattern out;
    while (!text.empty()) {
        auto const end = text.find('/');
        auto const part = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (part.empty()) continue;
        bool const capture = part.size() > 2 && part.front() == '{' && part.back() == '}';
        out.parts.push_back(
            {std::string(capture ? part.substr(1, part.size() - 2) : part), capture});
    }
    return out;
}

/// The field a path of ours begins with: "a.b.0" → "a".
std::string first_name(std::string_view path) {
    auto const at = path.find_first_of("./@#");
    return std::string(path.substr(0, at));
}

} // namespace

void MappingReader::read_way_in(Table& table, Section& out) {
    auto const channel =
        std::find(channel_names.begin(), channel_names.end(), line_text(table, "channel", "ussd"));
    if (channel != channel_names.end())
        out.channel = static_cast<Channel>(channel - channel_names.begin());
    else
        table.complain(table.line(),
                       fmt::format("`channel` is {}", fmt::join(channel_names, ", ")));
    auto const* word = table.take("method");
    out.methods = word ? list(word->value, "method", word->line) : std::vector<std::string>{"POST"};
    if (out.methods.empty()) out.methods.push_back("POST"); // told already
    for (auto const& method : out.methods)
        if (std::find(methods.begin(), methods.end(), method) == methods.end())
            table.complain(table.line(),
                           fmt::format("`method` is one or more of {}", fmt::join(methods, ", ")));
    out.method_for_tests = line_text(table, "method_for_tests");
    word = table.take("path");
    for (auto const& path :
         word ? list(word->value, "path", word->line) : std::vector<std::string>{"/"})
        out.paths.push_back(path_of(path));
    if (out.paths.empty()) out.paths.emplace_back(); // told already
    auto body = line_text(table, "body", out.methods.front() == "GET" ? "query" : "form");
    constexpr std::string_view wrapped = "json in ";
    if (body.starts_with(wrapped)) {
        out.json_field = body.substr(wrapped.size());
        body = "json";
    }
    if (auto const* found = find_word(bodies, body))
        out.reads = *found;
    else
        table.complain(table.line(), "`body` is " + words_of_rows(bodies) + " or `json in FIELD`");
    if (table.has("each")) out.each = line_text(table, "each");
    out.exact = flag(table, "exact", false);
    out.ignore_case = flag(table, "ignore_case", false);
    if (word = table.take("known"); word) out.known = list(word->value, "known", word->line);
    if (word = table.take("when"); word)
        out.when = condition(
            scalar(word->value, "when", word->line),
            [&](std::string_view) { return out.bare_place(); }, table.owner() + ": `when`",
            word->line);
}

void MappingReader::read_events(menus::Word const& word, Section& out) {
    std::string const owner = out.name + ": `events`";
    if (!word.value.IsSequence() || word.value.size() == 0 || word.value.size() > rules_max)
        return complain(word.line, owner + " is a list of 1 to 32 rules: `- begin: CONDITION`");
    bool asked_of_session = false;
    for (auto const& item : word.value) {
        int const line = menus::line_of(item, word.line);
        if (!item.IsMap() || item.size() != 1) {
            complain(line, owner + ": a rule is `- EVENT: CONDITION`");
            continue;
        }
        auto const pair = *item.begin();
        auto const kind = event_named(pair.first.Scalar());
        if (!kind) {
            complain(line, fmt::format("{}: unknown event `{}`", owner, pair.first.Scalar()));
            continue;
        }
        EventRule rule;
        rule.kind = *kind;
        // A name is a field of this section, or else a field of the request.
        rule.when = condition(
            scalar(pair.second, owner, line),
            [&](std::string_view name) {
                auto const field = field_named(name);
                bool const ours = (field && out.reads_field(*field)) ||
                                  std::find(out.keep_names.begin(), out.keep_names.end(), name) !=
                                      out.keep_names.end();
                return ours ? Place::variable : out.bare_place();
            },
            owner, line);
        if (ends_dialogue(*kind) && asked_of_session)
            complain(line, fmt::format("{}: `{}` stands before rules that ask of the session",
                                       owner, name_of(*kind)));
        asked_of_session = asked_of_session || rule.when.asks_of_session();
        out.events.push_back(std::move(rule));
    }
}

void MappingReader::read_dialogue(menus::Word const& word, Section& out) {
    Table table(source_, word.value, out.name + ": `dialogue`", word.line);
    if (auto const* key = table.take("key"))
        out.dialogue.key =
            text_template(key->value, TextTemplate::Kind::plain, table.owner(), key->line);
    auto const answers = line_text(table, "answers", "single");
    if (auto const* found = find_word(answer_words, answers))
        out.dialogue.answers = *found;
    else
        table.complain(word.line, "`answers` is " + words_of_rows(answer_words));
    auto const dial = line_text(table, "dial", "nothing");
    if (auto const* found = find_word(dial_words, dial))
        out.dialogue.dial = *found;
    else
        table.complain(word.line, "`dial` is " + words_of_rows(dial_words));
    out.dialogue.ask_again = flag(table, "ask_again", true);
    table.close();
}

void MappingReader::read_retry(menus::Word const& word, Section& out) {
    Table table(source_, word.value, out.name + ": `retry`", word.line);
    if (auto const* by = table.take("by")) out.retry.by = list(by->value, table.owner(), by->line);
    if (auto const* except = table.take("except"))
        out.retry.except = list(except->value, table.owner(), except->line);
    out.retry.always = flag(table, "always", false);
    table.close();
    if (out.retry.by.size() > retry_by_max) table.complain(word.line, "`by` names at most 4");
    for (auto const& name : out.retry.by) out.retry.sources.push_back({Place::variable, name});
    for (auto const& name : out.retry.by)
        if (name != "key" && !field_named(name) &&
            std::find(out.keep_names.begin(), out.keep_names.end(), name) == out.keep_names.end())
            table.complain(word.line, fmt::format("`by` names `{}`, which is neither `key` nor a "
                                                  "field nor in `keep:`",
                                                  name));
}

void MappingReader::read_dedupe(menus::Word const& word, Section& out) {
    out.dedupe.emplace();
    std::string const owner = out.name + ": `dedupe`";
    if (!word.value.IsMap()) {
        out.dedupe->by = text_template(word.value, TextTemplate::Kind::plain, owner, word.line);
        return;
    }
    Table table(source_, word.value, owner, word.line);
    if (auto const* by = table.take("by"))
        out.dedupe->by = text_template(by->value, TextTemplate::Kind::plain, owner, by->line);
    out.dedupe->within_s = table.number("within_s", 1, 86'400, 60);
    table.close();
}

/// What a section may look at: no secrets, and nothing that is nowhere said.
void MappingReader::check_source(Source const& source, Section& out) {
    auto const wrong = [&](std::string_view what) {
        complain(out.line, fmt::format("{}: `{}` {}", out.name, source.name, what));
    };
    out.recalls = out.recalls || source.place == Place::stored;
    if (source.place == Place::secret)
        wrong("is a secret: those stand in `security` and `out` only");
    if (source.place == Place::keep && std::find(out.keep_names.begin(), out.keep_names.end(),
                                                 source.name) == out.keep_names.end())
        wrong("is not in `keep:`");
    if (source.place != Place::path) return;
    for (auto const& path : out.paths)
        for (auto const& part : path.parts)
            if (part.capture && part.text == source.name) return;
    wrong("is in no `path:` as {" + source.name + '}');
}

/// Every name of the request that something looks at, so that others can be counted.
void MappingReader::collect_known(Section& out) {
    auto const decodes = [](Expression const& expression) {
        return std::any_of(expression.filters.begin(), expression.filters.end(),
                           [](Filter const& filter) { return filter.takes_octets(); });
    };
    auto const see = [&](Expression const& expression) {
        if (decodes(expression))
            for (auto const& source : expression.sources) out.octets.push_back(source.name);
        for (auto const& source : expression.sources) check_source(source, out);
        for (auto const& source : expression.sources)
            if (source.place == out.bare_place() || source.place == Place::form ||
                source.place == Place::query || source.place == Place::json)
                out.known.push_back(first_name(source.name));
    };
    for (auto const& rule : out.rules)
        for (auto const& way : rule.choice.ways) {
            see(way.take);
            if (way.when)
                for (auto const& term : way.when->terms) see(term.subject);
        }
    for (auto const& rule : out.events)
        for (auto const& term : rule.when.terms) see(term.subject);
    if (out.when)
        for (auto const& term : out.when->terms) see(term.subject);
    std::sort(out.known.begin(), out.known.end());
    out.known.erase(std::unique(out.known.begin(), out.known.end()), out.known.end());
}

void MappingReader::read_section(std::string const& name, YAML::Node const& node, int line,
                                 Section& out) {
    out.name = name;
    out.line = line;
    Table table(source_, node, name, line);
    if (!table.is_map()) return;
    read_way_in(table, out);
    if (auto const* word = table.take("keep"))
        read_rules(word->value, true, out.bare_place(), out.rules, out.keep_names,
                   name + ": `keep`", word->line);
    if (auto const* word = table.take("fields"))
        read_rules(word->value, false, out.bare_place(), out.rules, out.keep_names,
                   name + ": `fields`", word->line);
    if (auto const* word = table.take("stores")) out.stores = list(word->value, name, word->line);
    out.recalls = !out.stores.empty();
    for (auto const& stored : out.stores)
        if (!field_named(stored) &&
            std::find(out.keep_names.begin(), out.keep_names.end(), stored) == out.keep_names.end())
            table.complain(
                line, fmt::format("`stores` names `{}`, which is neither a field nor in `keep:`",
                                  stored));
    if (auto const* word = table.take("dialogue")) read_dialogue(*word, out);
    if (auto const* word = table.take("events"))
        read_events(*word, out);
    else
        table.complain(line, "`events:` says what such a request means; it is missing");
    if (auto const* word = table.take("retry")) read_retry(*word, out);
    if (auto const* word = table.take("dedupe")) read_dedupe(*word, out);
    if (auto const* word = table.take("later")) out.later = scalar(word->value, name, word->line);
    if (auto const* word = table.take("replies")) read_replies(*word, out);
    if (auto const* word = table.take("plays")) read_plays(*word, out);
    table.close();
    collect_known(out);
}

} // namespace haatline::gateway::mapping
