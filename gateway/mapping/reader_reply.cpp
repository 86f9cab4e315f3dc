#include "gateway/mapping/reader.hpp"
#include "gateway/net/client_message.hpp"
#include "gateway/net/headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::gateway::mapping {
namespace {

/// What every reply may be given.
constexpr std::array given_names{
    std::string_view("text"),    std::string_view("why"),    std::string_view("faults"),
    std::string_view("id"),      std::string_view("action"), std::string_view("ended"),
    std::string_view("session"), std::string_view("key"),
};

bool is_given(std::string_view name) {
    return std::find(given_names.begin(), given_names.end(), name) != given_names.end();
}

/// Headers that say how a reply travels; its content type is `type:`.
bool is_ours(std::string_view header) {
    constexpr std::array names{std::string_view("content-length"),
                               std::string_view("transfer-encoding"),
                               std::string_view("connection"), std::string_view("content-type")};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return same_header(name, header); });
}

bool is_request_place(Place place) {
    switch (place) {
    case Place::query:
    case Place::form:
    case Place::query_or_form:
    case Place::json:
    case Place::xml:
    case Place::path:
    case Place::header:
    case Place::cookie:
    case Place::body:
        return true;
    default:
        return false;
    }
}

} // namespace

void MappingReader::check_slots(Body const& body, Section const& section, std::string const& owner,
                                int line) {
    body.each_source([&](Source const& source) {
        if (is_request_place(source.place))
            complain(line, fmt::format("{}: a reply sees `fields` and `keep` only; keep `{}` there",
                                       owner, source.name));
        if (source.place == Place::secret)
            complain(line, owner + ": a secret may stand in `security` and `out` only");
        if (section.channel != Channel::ussd || source.place != Place::variable) return;
        bool const known = is_given(source.name) || field_named(source.name) ||
                           std::find(section.keep_names.begin(), section.keep_names.end(),
                                     source.name) != section.keep_names.end();
        if (!known)
            complain(line, fmt::format("{}: nothing is called `{}` here; a reply sees text, why, "
                                       "fields and `keep`",
                                       owner, source.name));
    });
}

void MappingReader::read_reply(menus::Word const& word, std::string const& type, Section& out) {
    std::string const owner = fmt::format("{}: reply `{}`", out.name, word.key);
    Reply reply;
    reply.type = type;
    Table table(source_, word.value, owner, word.line);
    if (table.has("type")) reply.type = line_text(table, "type");
    if (auto const* status = table.take("status")) {
        if (status->value.IsMap())
            reply.status_choice = choice(status->value, Place::variable, owner, status->line);
        else
            reply.status = static_cast<unsigned>(table.number("status", 200, 599, 200));
    }
    if (auto const* statuses = table.take("statuses")) {
        Table map(source_, statuses->value, owner, statuses->line);
        for (auto const& [from, to, line, known] : map.words()) {
            int const status = map.number(from, 200, 599, 400);
            reply.statuses.emplace_back(static_cast<unsigned>(std::atoi(from.c_str())),
                                        static_cast<unsigned>(status));
        }
    }
    if (auto const* headers = table.take("headers"))
        reply.headers = pairs(headers->value, owner, headers->line);
    for (auto const& [header, text] : reply.headers)
        if (!is_token(header) || is_ours(header))
            table.complain(
                table.line(),
                fmt::format("header `{}` is ours to write, or no header's name", header));
    if (auto const* body = table.take("body"))
        reply.body = body_of_type(body->value, reply.type, owner, body->line);
    table.close();
    check_slots(reply.body, out, owner, word.line);
    auto const see = [&](Source const& source) {
        bool const of_request = (source.place == Place::variable && !is_given(source.name)) ||
                                source.place == Place::keep || source.place == Place::stored ||
                                source.name == "session";
        out.replies_see_request = out.replies_see_request || of_request;
    };
    reply.body.each_source(see);
    for (auto const& header : reply.headers) header.second.each_source(see);
    out.replies.emplace_back(word.key, std::move(reply));
}

void MappingReader::read_replies(menus::Word const& word, Section& out) {
    Table table(source_, word.value, out.name + ": `replies`", word.line);
    out.reply_type = line_text(table, "type", out.reply_type);
    if (auto const* later = table.take("later"))
        out.later = scalar(later->value, out.name, later->line);
    for (auto const& each : table.words())
        if (each.key != "type" && each.key != "later") read_reply(each, out.reply_type, out);
}

void MappingReader::read_plays(menus::Word const& word, Section& out) {
    Table table(source_, word.value, out.name + ": `plays`", word.line);
    for (auto const& each : table.words()) {
        std::string const owner = fmt::format("{}: play `{}`", out.name, each.key);
        Table inner(source_, each.value, owner, each.line);
        if (each.key == "hears") {
            Hears hears;
            for (auto const* needed : {"text", "ended"})
                if (out.channel == Channel::ussd && !inner.has(needed))
                    complain(each.line, fmt::format("{} needs `{}`", owner, needed));
            if (inner.has("text"))
                hears.text =
                    expression(line_text(inner, "text"), Place::variable, owner, each.line);
            if (inner.has("ended"))
                hears.ended = condition(
                    line_text(inner, "ended"), [](std::string_view) { return Place::variable; },
                    owner, each.line);
            out.hears = std::move(hears);
            inner.close();
            continue;
        }
        Play play;
        play.method = line_text(inner, "method", out.methods.front());
        if (auto const* path = inner.take("path"))
            play.path = text_template(path->value, TextTemplate::Kind::plain, owner, path->line);
        else if (auto text = TextTemplate::parse([&] {
                     auto own = out.paths.front().text();
                     if (auto const at = own.find("{code}"); at != std::string::npos)
                         own.replace(at, 6, "{route:bare_code}");
                     return own;
                 }()))
            play.path = std::move(*text);
        if (auto const* query = inner.take("query"))
            play.query = pairs(query->value, owner, query->line);
        if (auto const* headers = inner.take("headers"))
            play.headers = pairs(headers->value, owner, headers->line);
        take_body(inner, play.body, play.content_type);
        inner.close();
        out.plays.emplace_back(each.key, std::move(play));
    }
}

} // namespace haatline::gateway::mapping
