#include "gateway/mapping/reader.hpp"

#include <fmt/format.h>

namespace haatline::gateway::mapping {

void MappingReader::read_auth(menus::Word const& word, Call& out) {
    std::string const owner = out.name + ": `auth`";
    Table table(source_, word.value, owner, word.line);
    auto const parts = [&](menus::Word const& of) {
        if (!of.value.IsSequence()) {
            out.auth_parts.push_back(
                text_template(of.value, TextTemplate::Kind::plain, owner, of.line));
            return;
        }
        for (auto const& item : of.value)
            out.auth_parts.push_back(
                text_template(item, TextTemplate::Kind::plain, owner, of.line));
    };
    if (auto const* basic = table.take("basic")) {
        out.auth = Call::Auth::basic;
        parts(*basic);
        if (out.auth_parts.size() != 2) table.complain(basic->line, "`basic: [USER, PASSWORD]`");
    } else if (auto const* bearer = table.take("bearer")) {
        out.auth = Call::Auth::bearer;
        parts(*bearer);
    } else if (auto const* token = table.take("token")) {
        out.auth = Call::Auth::token;
        out.token_call = scalar(token->value, owner, token->line);
    } else if (auto const* sigv4 = table.take("sigv4")) {
        out.auth = Call::Auth::sigv4;
        Table inner(source_, sigv4->value, owner, sigv4->line);
        for (auto const* name : {"region", "service", "key_id", "secret"})
            if (auto const* part = inner.take(name))
                parts(*part);
            else
                inner.complain(sigv4->line, fmt::format("`sigv4` needs `{}`", name));
        if (auto const* temporary = inner.take("session_token")) parts(*temporary);
        inner.close();
    }
    table.close();
    if (out.auth == Call::Auth::none)
        table.complain(word.line, "`auth` is basic, bearer, token or sigv4");
}

void MappingReader::read_answer(menus::Word const& word, Call& out) {
    std::string const owner = out.name + ": `answer`";
    Table table(source_, word.value, owner, word.line);
    auto const body = line_text(table, "body", "text");
    out.answer.reads = body == "json"   ? Reads::json
                       : body == "xml"  ? Reads::xml
                       : body == "form" ? Reads::form
                                        : Reads::text;
    Place const bare = body == "json"   ? Place::json
                       : body == "xml"  ? Place::xml
                       : body == "form" ? Place::form
                                        : Place::variable;
    auto const place = [bare](std::string_view name) {
        return name == "status" ? Place::variable : bare;
    };
    if (table.has("each")) {
        out.answer.each = line_text(table, "each");
        if (out.answer.reads != Reads::json)
            table.complain(word.line, "`each` is for answers with `body: json`");
    }
    if (auto const* accepted = table.take("accepted"))
        out.answer.accepted =
            condition(scalar(accepted->value, owner, accepted->line), place, owner, accepted->line);
    if (auto const* retry = table.take("retry_when"))
        out.answer.retry_when =
            condition(scalar(retry->value, owner, retry->line), place, owner, retry->line);
    if (auto const* fields = table.take("fields"))
        read_rules(fields->value, false, bare, out.answer.rules, out.answer.keep_names, owner,
                   fields->line);
    if (auto const* reasons = table.take("reasons"))
        out.answer.reasons = word_map(reasons->value, owner, reasons->line);
    if (auto const* retry = table.take("retry"))
        out.answer.retry = list(retry->value, owner, retry->line);
    if (table.has("event")) {
        out.answer.event = event_named(line_text(table, "event"));
        if (!out.answer.event) table.complain(word.line, "`event` of an answer is dlr");
    }
    table.close();
}

void MappingReader::read_call(std::string const& name, YAML::Node const& node, int line,
                              Call& out) {
    out.name = name;
    out.line = line;
    Table table(source_, node, name, line);
    if (!table.is_map()) return;
    out.method = line_text(table, "method", "POST");
    if (auto const* url = table.take("url"))
        out.url = text_template(url->value, TextTemplate::Kind::plain, name, url->line);
    else
        table.complain(line, "`url:` says where the request goes; it is missing");
    if (auto const* hosts = table.take("hosts")) out.hosts = list(hosts->value, name, hosts->line);
    if (auto const* headers = table.take("headers"))
        out.headers = pairs(headers->value, name, headers->line);
    if (auto const* query = table.take("query")) out.query = pairs(query->value, name, query->line);
    take_body(table, out.body, out.content_type);
    if (auto const* unicode = table.take("unicode")) {
        Table inner(source_, unicode->value, name + ": `unicode`", unicode->line);
        for (auto const& [key, value, at, known] : inner.words()) {
            if (out.body.kind == Body::Kind::json && !value.IsNull()) {
                out.unicode_json.emplace_back(key, json_template(value, name, at));
                continue;
            }
            std::optional<TextTemplate> text;
            if (!value.IsNull()) text = text_template(value, TextTemplate::Kind::plain, name, at);
            out.unicode.emplace_back(key, std::move(text));
        }
    }
    if (auto const* let = table.take("let")) {
        Table inner(source_, let->value, name + ": `let`", let->line);
        for (auto const& [key, value, at, known] : inner.words()) {
            Choice made;
            if (value.IsMap() || value.IsSequence()) {
                made = choice(value, Place::variable, inner.owner(), at);
            } else {
                Alternative way;
                way.text = text_template(value, TextTemplate::Kind::plain, inner.owner(), at);
                made.ways.push_back(std::move(way));
            }
            out.let.emplace_back(key, std::move(made));
        }
    }
    if (auto const* needs = table.take("needs")) out.needs = list(needs->value, name, needs->line);
    out.batch = static_cast<std::size_t>(table.number("batch", 1, 1000, 1));
    out.idempotent = flag(table, "idempotent", false);
    if (auto const* auth = table.take("auth")) read_auth(*auth, out);
    if (auto const* token = table.take("token")) {
        Table inner(source_, token->value, name + ": `token`", token->line);
        out.token =
            expression(line_text(inner, "value"), Place::variable, inner.owner(), token->line);
        out.token_valid_s = expression(
            [&] {
                auto text = line_text(inner, "valid_s", "'3000'");
                bool const number =
                    !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
                return number ? '\'' + text + '\'' : text;
            }(),
            Place::variable, inner.owner(), token->line);
        inner.close();
    }
    if (auto const* answer = table.take("answer")) read_answer(*answer, out);
    // Whoever got no line of a longer answer would be sent to again.
    constexpr std::size_t lines_max = 100;
    if (out.answer.each && out.batch > lines_max)
        table.complain(line, "`batch` with `answer: each:` is at most 100");
    table.close();
}

} // namespace haatline::gateway::mapping
