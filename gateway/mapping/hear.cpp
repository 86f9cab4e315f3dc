#include "gateway/mapping/hear.hpp"

#include "gateway/wire/digest.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace haatline::gateway::mapping {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

Scope scope_of(Section const& section, RequestView const& view, Ear const& ear,
               Sheet const* sheet) {
    Scope out;
    out.route = &ear.route;
    out.request = &view;
    out.sheet = sheet;
    out.keep_names = &section.keep_names;
    out.now = ear.now;
    return out;
}

/// Whether the body may be what the section reads, by its content type (senders often leave it out).
bool content_fits(Section const& section, RawRequest const& request) {
    std::string_view const type = request.content_type;
    if (type.empty()) return true;
    if (!section.json_field.empty()) return request.method == "GET" || type == form_type;
    switch (section.reads) {
    case Reads::form:
        return type == form_type;
    case Reads::query_or_form:
        return request.method == "GET" || type == form_type;
    case Reads::json:
        return type.find("json") != std::string_view::npos || type.starts_with("text/");
    case Reads::xml:
        return type.find("xml") != std::string_view::npos || type.starts_with("text/");
    default:
        return true;
    }
}

/// Why no section reads it: what came closest.
struct Refusal {
    int closeness = -1;
    Error error;
    void offer(int how_close, Errc code, std::string detail) {
        if (how_close <= closeness) return;
        closeness = how_close;
        error = {code, std::move(detail)};
    }
};

std::string methods_wanted(Mapping const& mapping) {
    std::vector<std::string> all;
    bool tests = false;
    for (auto const& section : mapping.in) {
        for (auto const& method : section.methods)
            if (std::find(all.begin(), all.end(), method) == all.end()) all.push_back(method);
        tests = tests || !section.method_for_tests.empty();
    }
    auto out = fmt::format("this provider sends {}", fmt::join(all, ", "));
    if (tests) out += "; GET is for tests (accept_get)";
    return out;
}

/// A place that cannot be read at all is one fault, however many fields stand in it.
void add_fault(std::string& faults, std::string_view fault) {
    if (faults == fault || faults.ends_with("; " + std::string(fault))) return;
    if (!faults.empty()) faults += "; ";
    faults += fault;
}

/// Fields that the section neither reads nor knows.
std::size_t count_unknown(Section const& section, RequestView const& view) {
    auto const is_known = [&](std::string_view name) {
        return std::find(section.known.begin(), section.known.end(), name) != section.known.end();
    };
    std::size_t out = 0;
    auto const count = [&](Fields const* fields) {
        if (!fields) return;
        fields->each([&](std::string_view name, std::string_view) { out += !is_known(name); });
    };
    bool const posted = view.raw().method != "GET";
    if (section.reads == Reads::query || (section.reads == Reads::query_or_form && !posted))
        count(view.query());
    if (section.reads == Reads::form || (section.reads == Reads::query_or_form && posted))
        count(view.form());
    if (section.reads == Reads::json)
        for (auto const name : view.json_names()) out += !is_known(name);
    return out;
}

Result<void> check_shape(Field field, std::string const& value) {
    if (!text::well_formed(value))
        return fail(Errc::bad_request, fmt::format("field {} is not UTF-8",
                                                   field_names[static_cast<std::size_t>(field)]));
    return {};
}

/// Every value the section reads; each fault is named, so that one answer tells them all.
Result<void> read_sheet(Section const& section, Scope const& scope, Sheet& sheet) {
    std::string faults;
    sheet.keep.resize(section.keep_names.size());
    for (auto const& rule : section.rules) {
        auto value = rule.choice.is_plain() ? evaluate(rule.choice.ways.front().take, scope)
                                            : rule.choice.of(scope);
        if (!value) {
            // A message is worth more than its time: we have a clock of our own.
            if (rule.field != Field::at) add_fault(faults, value.error().detail);
            continue;
        }
        if (rule.field && *value)
            if (auto good = check_shape(*rule.field, **value); !good) {
                add_fault(faults, good.error().detail);
                continue;
            }
        (rule.field ? sheet.at(*rule.field) : sheet.keep[rule.keep]) = std::move(*value);
    }
    if (!faults.empty()) return fail(Errc::bad_request, std::move(faults));
    return {};
}

/// "name=size:value&…" of every field that counts: what a retry of a request without an id repeats.
std::string whole_request(Section const& section, RequestView const& view) {
    std::string all;
    auto const add = [&](Fields const* fields) {
        if (!fields) return;
        for (auto const& [name, value] : fields->all())
            if (std::find(section.retry.except.begin(), section.retry.except.end(), name) ==
                section.retry.except.end())
                fmt::format_to(std::back_inserter(all), "{}={}:{}&", name, value.size(), value);
    };
    auto const& raw = view.raw();
    if (!raw.query.empty()) add(view.query());
    if (section.reads == Reads::form || section.reads == Reads::query_or_form)
        add(raw.body.empty() ? nullptr : view.form());
    else
        all += raw.body;
    return all;
}

std::string identity_of(Section const& section, RequestView const& view, Scope const& scope,
                        std::string_view key) {
    if (section.retry.by.empty()) return short_digest({whole_request(section, view)});
    constexpr std::size_t by_max = 4;
    std::array<std::string_view, by_max> parts;
    std::size_t count = 0;
    for (auto const& source : section.retry.sources) {
        if (count == by_max) break;
        parts[count++] =
            source.name == "key" ? key : scope.find(source).text.value_or(std::string_view());
    }
    switch (count) {
    case 1:
        return short_digest({parts[0]});
    case 2:
        return short_digest({parts[0], parts[1]});
    case 3:
        return short_digest({parts[0], parts[1], parts[2]});
    default:
        return short_digest({parts[0], parts[1], parts[2], parts[3]});
    }
}

/// Notices of a dialogue's end, and questions about one, may come without a number; nothing else does.
bool needs_phone(Heard const& heard) {
    if (heard.section->channel != Channel::ussd || heard.sheet.at(Field::phone)) return false;
    auto const event = heard.event_in_any_state();
    return !event || *event == EventKind::begin || *event == EventKind::go_on;
}

/// What dialogue the event belongs to.
Result<std::string> key_of(Section const& section, Scope const& scope, Sheet const& sheet) {
    if (!section.dialogue.key) return sheet.at(Field::session).value_or(std::string());
    auto const key = section.dialogue.key->render(scope);
    if (!key) return fail(key.error());
    return key->value_or(std::string());
}

Result<void> read_rules(Section const& section, Scope const& scope, std::uint32_t& rules) {
    for (std::size_t i = 0; i < section.events.size(); ++i) {
        auto const fits = holds(section.events[i].when, scope, section.dialogue.dial);
        if (!fits) return fail(fits.error());
        if (*fits) rules |= 1U << i;
    }
    return {};
}

} // namespace

std::optional<EventKind> Heard::event(SessionState state) const {
    for (std::size_t i = 0; i < section->events.size(); ++i)
        if ((rules >> i & 1U) != 0 && (section->events[i].when.session & state) != 0)
            return section->events[i].kind;
    return std::nullopt;
}

std::optional<EventKind> Heard::event_in_any_state() const {
    for (std::size_t i = 0; i < section->events.size(); ++i) {
        if ((rules >> i & 1U) == 0) continue;
        if (section->events[i].when.asks_of_session()) return std::nullopt;
        return section->events[i].kind;
    }
    return std::nullopt;
}

Result<Section const*> choose_section(Mapping const& mapping, RequestView& view,
                                      std::span<std::string const> rest, Ear const& ear) {
    Refusal refusal;
    auto const& raw = view.raw();
    for (auto const& section : mapping.in) {
        bool const for_tests = ear.tests_allowed && !section.method_for_tests.empty() &&
                               raw.method == section.method_for_tests;
        if (!section.has_method(raw.method) && !for_tests) {
            refusal.offer(0, Errc::unsupported, {});
            continue;
        }
        std::vector<std::pair<std::string, std::string>> captured;
        auto match = PathPattern::Match::no;
        for (auto const& path : section.paths) {
            captured.clear();
            match = path.match(rest, ear.route.bare_code, captured);
            if (match != PathPattern::Match::no) break;
        }
        if (match == PathPattern::Match::other_code) {
            refusal.offer(2, Errc::not_found,
                          "the path suffix is not a service code of this route");
            continue;
        }
        if (match == PathPattern::Match::no) {
            bool const suffix =
                section.paths.size() == 1 && section.paths.front().text() == "/{code}";
            if (suffix)
                refusal.offer(1, Errc::not_found,
                              "the path suffix is not a service code of this route");
            else
                refusal.offer(1, Errc::bad_request, "the path has something behind the token");
            continue;
        }
        if (!for_tests && !content_fits(section, raw)) {
            refusal.offer(3, Errc::bad_request,
                          section.reads == Reads::form
                              ? fmt::format("the content type is not {}", form_type)
                              : "the content type is none that this provider sends");
            continue;
        }
        view.prepare(section, std::move(captured), for_tests);
        if (section.when) {
            auto const fits = holds(*section.when, scope_of(section, view, ear, nullptr));
            if (!fits) {
                refusal.offer(5, fits.error().code, fits.error().detail);
                continue;
            }
            if (!*fits) {
                refusal.offer(4, Errc::bad_request,
                              "no section of the mapping reads such a request");
                continue;
            }
        }
        return &section;
    }
    if (refusal.closeness == 0) refusal.error.detail = methods_wanted(mapping);
    return fail(std::move(refusal.error));
}

Result<void> hear_one(Section const& section, RequestView const& view, Ear const& ear, Heard& out) {
    out.section = &section;
    auto scope = scope_of(section, view, ear, &out.sheet);
    out.unknown_fields = count_unknown(section, view);
    if (section.exact && out.unknown_fields > 0)
        return fail(Errc::bad_request, "a field that this provider does not send is there");
    if (section.recalls) {
        // The dialogue's key must be known before what was stored under it can be read.
        for (auto const& rule : section.rules)
            if (rule.field == Field::session)
                if (auto id = rule.choice.of(scope)) out.sheet.at(Field::session) = std::move(*id);
        if (auto key = key_of(section, scope, out.sheet); key && !key->empty())
            scope.stored = ear.recall ? ear.recall(*key) : nullptr;
    }
    if (auto read = read_sheet(section, scope, out.sheet); !read) return fail(read.error());
    auto key = key_of(section, scope, out.sheet);
    if (!key) return fail(key.error());
    out.key = std::move(*key);
    if (auto read = read_rules(section, scope, out.rules); !read) return fail(read.error());
    if (needs_phone(out))
        return fail(Errc::bad_request, "the caller's number is missing, and no dialogue is known "
                                       "that it began with");
    if (section.channel == Channel::ussd) out.identity = identity_of(section, view, scope, out.key);
    return {};
}

Result<std::vector<Heard>> hear(Section const& section, RequestView const& view, Ear const& ear) {
    std::vector<Heard> out;
    if (!section.each) {
        if (auto one = hear_one(section, view, ear, out.emplace_back()); !one)
            return fail(one.error());
        return out;
    }
    auto const items = view.items(*section.each);
    if (!items) return fail(items.error());
    for (auto const& item : *items) {
        view.look_at(item);
        if (auto one = hear_one(section, view, ear, out.emplace_back()); !one)
            return fail(one.error());
    }
    return out;
}

} // namespace haatline::gateway::mapping
