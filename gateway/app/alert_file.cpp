#include "gateway/app/alert_file.hpp"

#include "cluster/alert/when.hpp"
#include "gateway/api/alert_json.hpp"
#include "gateway/app/toml_table.hpp"
#include "locales/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>

namespace haatline::gateway {
std::span<Embedded const> embedded_files(); // haatline_embed (gateway/room.cmake)
namespace {

using alerts::Item;
constexpr std::size_t kBytesMost = 256 * 1024;

void read_when(TomlTable& table, std::string_view key, TimePoint& into) {
    std::string text;
    table.text(key, text);
    if (text.empty()) return;
    if (auto const at = alerts::when_named(text))
        into = *at;
    else
        table.fault(key, "must be a text like \"2026-11-30 18:00\", in Indian time");
}

/// "844101 25km".
std::optional<alerts::Circle> circle_named(std::string_view text) {
    alerts::Circle out;
    auto const blank = text.find(' ');
    if (blank == std::string_view::npos || !text.ends_with("km")) return std::nullopt;
    auto const pin = text.substr(0, blank);
    auto const km = text.substr(blank + 1, text.size() - blank - 3);
    auto const whole = [](std::string_view digits, std::int64_t& into) {
        auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return ec == std::errc() && end == digits.data() + digits.size();
    };
    if (!whole(pin, out.pin) || !whole(km, out.metres) || out.metres > 500) return std::nullopt;
    out.metres *= 1'000;
    return out;
}

void read_audience(TomlTable table, alerts::Audience& out) {
    table.texts("states", out.states);
    table.texts("districts", out.districts);
    std::vector<std::string> pins, around;
    table.texts("pins", pins);
    for (auto const& pin : pins) {
        std::int64_t value = 0;
        auto const [end, ec] = std::from_chars(pin.data(), pin.data() + pin.size(), value);
        if (ec != std::errc() || end != pin.data() + pin.size())
            table.fault("pins", "must hold PIN codes in quotes: [\"844101\"]");
        out.pins.push_back(value);
    }
    table.texts("around", around);
    for (auto const& each : around) {
        if (auto const circle = circle_named(each))
            out.around.push_back(*circle);
        else
            table.fault("around", "must hold a PIN and a distance: [\"844101 25km\"]");
    }
    table.texts("products", out.products);
    table.texts("sectors", out.sectors);
    table.texts("roles", out.roles);
    table.texts("languages", out.languages);
    table.done();
}

void read_hours(TomlTable& table, alerts::Hours& into) {
    std::string text;
    table.text("hours", text);
    if (text.empty()) return;
    if (auto const hours = alerts::hours_named(text))
        into = *hours;
    else
        table.fault("hours", "must be within one day, e.g. \"10:00-18:00\", in Indian time");
}

/// Faults of the item itself, at the line of their key.
void tell(TomlTable& top, std::vector<alerts::Fault> const& faults) {
    for (auto const& fault : faults) {
        auto const dot = fault.field.find_first_of(".[");
        auto const key = fault.field.substr(0, dot);
        auto const shown = key == "texts" ? std::string_view("text") : std::string_view(key);
        top.fault(shown, dot == std::string::npos
                             ? fault.what
                             : fmt::format("({}) {}", fault.field, fault.what));
    }
}

} // namespace

Result<Item> parse_alert_toml(std::string_view text, std::string const& name,
                              std::span<std::string const> languages, TimePoint now) {
    auto document = TomlDocument::parse(text, name, {});
    if (!document) return fail(Errc::bad_request, document.error().detail);
    auto top = document->top();
    Item out;
    top.text("title", out.title);
    top.text("source", out.source);
    top.text("topic", out.topic);
    top.text("category", out.category);
    top.text("fallback", out.fallback);
    read_when(top, "start_at", out.start_at);
    read_when(top, "valid_until", out.valid_until);
    read_hours(top, out.hours);
    top.number("per_second", out.per_second, 0, 100'000);
    top.number("weekly_cap", out.weekly_cap, 1, 50);
    top.table("audience", [&](TomlTable table) { read_audience(table, out.audience); });
    top.tables("text", [&](TomlTable table) {
        alerts::Text one;
        table.text("language", one.language);
        table.text("text", one.body);
        table.text("template", one.template_id);
        table.done();
        out.texts.push_back(std::move(one));
    });
    top.done();
    if (document->good()) tell(top, alerts::faults_of(out, languages, now));
    if (!document->good()) return fail(Errc::bad_request, document->error().detail);
    return out;
}

Result<Item> parse_alert_json(std::string_view text, std::string const& name,
                              std::span<std::string const> languages, TimePoint now) {
    auto const value = parse_json(text);
    if (!value) return fail(Errc::bad_request, name + ": " + value.error().detail);
    JsonFaults faults;
    auto out = item_of_json(*value, faults);
    if (faults.empty())
        for (auto const& fault : alerts::faults_of(out, languages, now))
            faults.push_back(as_pointer(fault));
    if (faults.empty()) return out;
    std::string all;
    for (auto const& fault : faults)
        all += fmt::format("{}{}: {} {}", all.empty() ? "" : "\n", name, fault.pointer, fault.what);
    return fail(Errc::bad_request, all);
}

Result<Item> read_alert(std::string const& path, std::span<std::string const> languages,
                        TimePoint now) {
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream file(path, std::ios::binary);
        if (!file) return fail(Errc::bad_request, path + ": cannot be read; is the path right?");
        text.resize(kBytesMost + 1);
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
    }
    if (text.size() > kBytesMost)
        return fail(Errc::bad_request, path + ": is longer than 256 KiB: not an alert");
    return path.ends_with(".json") ? parse_alert_json(text, path, languages, now)
                                   : parse_alert_toml(text, path, languages, now);
}

std::vector<std::string> known_languages() {
    std::vector<std::string> out;
    for (auto const& file : locales::embedded_files()) {
        std::string_view path = file.path; // locales/hi/language.toml
        if (!path.ends_with("/language.toml")) continue;
        path.remove_suffix(std::string_view("/language.toml").size());
        out.emplace_back(path.substr(path.rfind('/') + 1));
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string_view alert_example() {
    for (auto const& file : gateway::embedded_files())
        if (file.path == std::string_view("deploy/alert-example.toml")) return file.content;
    return {};
}

} // namespace haatline::gateway
