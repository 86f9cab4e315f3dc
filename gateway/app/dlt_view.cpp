#include "gateway/app/dlt_view.hpp"

#include "base/json_text.hpp"
#include "locales/text/columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace haatline::gateway {
namespace {

using dlt::FileKind;

struct View {
    dlt::Register const& all;
    dlt::Rules const& rules;
    std::chrono::sys_days today;

    std::string brand() const { return all.entities.empty() ? "" : all.entities.front().brand; }
    std::string flaws(dlt::Template const& one) const {
        std::string out;
        for (auto const& flaw : flaws_of(one, rules, brand(), today))
            out += fmt::format("{}{}", out.empty() ? "" : "; ", flaw.why);
        return out;
    }
};

std::string_view state(bool active) { return active ? "active" : "not active"; }

/// Writes rows as text or as JSON, field by field.
class Rows {
  public:
    explicit Rows(bool json) : json_(json) {}

    Rows& field(std::string_view name, std::string_view value, int width = 0) {
        if (json_) {
            row_ += row_.empty() ? "{" : ",";
            append_json_text(row_, name);
            row_ += ':';
            append_json_text(row_, value);
        } else {
            auto const shown = text::shown(value);
            auto const columns = static_cast<int>(text::columns(shown));
            (row_ += shown) +=
                std::string(static_cast<std::size_t>(std::max(1, width - columns)), ' ');
        }
        return *this;
    }
    void end() {
        while (!json_ && row_.ends_with(' ')) row_.pop_back();
        (out_ += row_) += json_ ? "}\n" : "\n";
        row_.clear();
    }
    std::string out() && { return std::move(out_); }

  private:
    bool json_;
    std::string row_, out_;
};

void entities(View const& view, Rows& rows) {
    for (auto const& one : view.all.entities) {
        rows.field("kind", "entity", 11)
            .field("id", one.id, 21)
            .field("state", state(one.active), 11);
        rows.field("name", one.name, 20);
        rows.field("brand",
                   one.brand.empty() ? "no brand: import one, templates must name it" : one.brand);
        rows.end();
    }
}

void headers(View const& view, Rows& rows) {
    for (auto const& one : view.all.headers) {
        rows.field("kind", "header", 11).field("header", one.text, 21);
        rows.field("state", state(one.active), 11).field("category", name(one.category), 20);
        rows.field("exempt", one.exempt ? "exempt" : "", 7);
        rows.field("idle", idle_told(one, view.rules, view.today)).end();
    }
}

void templates(View const& view, Rows& rows) {
    for (auto const& one : view.all.templates) {
        rows.field("kind", "template", 11).field("id", one.id, 21);
        rows.field("state", state(one.active), 11).field("category", name(one.category), 20);
        rows.field("version", fmt::format("v{}", one.version), 4);
        rows.field("language", one.language.empty() ? "-" : one.language, 8);
        rows.field("operator", one.operator_.empty() ? "-" : one.operator_, 8);
        rows.field("headers",
                   one.headers.empty() ? "any header"
                                       : fmt::format("{}", fmt::join(one.headers, ",")),
                   12);
        rows.field("text", text_of(one.segments, true));
        if (auto const flaws = view.flaws(one); !flaws.empty()) rows.field("against", "! " + flaws);
        rows.end();
    }
}

void targets(View const& view, Rows& rows) {
    for (auto const& one : view.all.targets)
        rows.field("kind", name(one.kind), 11).field("value", one.value).end();
}

void chains(View const& view, Rows& rows) {
    for (auto const& one : view.all.chains) {
        rows.field("kind", "chain", 11).field("entity", one.entity, 21);
        rows.field("telemarketers", fmt::format("{}", fmt::join(one.telemarketers, " > ")), 1);
        rows.field("hash", one.hash()).end();
    }
}

void preferences(View const& view, Rows& rows) {
    if (view.all.preferences.empty()) return;
    rows.field("kind", "preference", 11);
    rows.field("numbers", fmt::format("{} numbers", view.all.preferences.size())).end();
}

struct Part {
    FileKind kind;
    void (*write)(View const& view, Rows& rows);
};
constexpr std::array kParts{
    Part{FileKind::entities, &entities}, Part{FileKind::chains, &chains},
    Part{FileKind::headers, &headers},   Part{FileKind::templates, &templates},
    Part{FileKind::targets, &targets},   Part{FileKind::preferences, &preferences}};
static_assert(kParts.size() == dlt::kFileKinds.size());

std::string written(View const& view, std::optional<FileKind> kind, bool json) {
    Rows rows(json);
    for (auto const& part : kParts)
        if (!kind || part.kind == *kind) part.write(view, rows);
    return std::move(rows).out();
}

} // namespace

std::string register_table(dlt::Register const& all, std::optional<FileKind> kind,
                           dlt::Rules const& rules, std::chrono::sys_days today) {
    auto out = written({all, rules, today}, kind, false);
    return out.empty() ? "nothing is registered: haatline dlt import FILE\n" : out;
}

std::string register_json(dlt::Register const& all, std::optional<FileKind> kind,
                          dlt::Rules const& rules, std::chrono::sys_days today) {
    return written({all, rules, today}, kind, true);
}

std::string idle_told(dlt::Header const& header, dlt::Rules const& rules,
                      std::chrono::sys_days today) {
    auto const idle = header.idle_days(today);
    if (!idle) return "never used by us, nor said when registered";
    auto const since = header.last_used_on ? "used" : "registered, never used,";
    if (*idle < rules.header_alarm_days) return fmt::format("{} {} days ago", since, *idle);
    return fmt::format("! idle {} of {} days: {}", *idle, rules.header_idle_days,
                       *idle < rules.header_idle_days
                           ? "use it, or let it go"
                           : "it is suspended or soon will be; re-activate it at the DLT operator");
}

std::string match_text(dlt::Matched const& matched) {
    if (!matched) {
        auto const& refusal = matched.error();
        return fmt::format("refused: {}: {}\n", name(refusal.reason), text::shown(refusal.why));
    }
    auto const& of = *matched->of;
    std::string out = fmt::format("template {} v{} ({}{}{})\n{}\n", of.id, of.version,
                                  name(of.category), of.language.empty() ? "" : ", ", of.language,
                                  text::shown(text_of(of.segments, true)));
    for (auto const& value : matched->values)
        out += fmt::format("  {:17} {}\n", spelled(value.type), text::shown(value.text));
    return out;
}

std::string match_json(dlt::Matched const& matched) {
    std::string out = "{";
    auto const field = [&](std::string_view key, std::string_view value) {
        if (out.size() > 1) out += ',';
        append_json_text(out, key);
        out += ':';
        append_json_text(out, value);
    };
    if (!matched) {
        field("refused", name(matched.error().reason));
        field("why", matched.error().why);
        if (auto const& near = matched.error().nearest) {
            field("nearest", near->template_id);
            out += fmt::format(",\"agree\":{}", near->agree);
            field("expected", near->expected);
        }
        return out + "}\n";
    }
    field("template", matched->of->id);
    out += fmt::format(",\"version\":{}", matched->of->version);
    field("category", name(matched->of->category));
    out += ",\"values\":[";
    for (auto const& value : matched->values) {
        if (out.back() != '[') out += ',';
        out += "{\"type\":";
        append_json_text(out, facts(value.type).tag);
        out += ",\"value\":";
        append_json_text(out, value.text);
        out += '}';
    }
    return out + "]}\n";
}

} // namespace haatline::gateway
