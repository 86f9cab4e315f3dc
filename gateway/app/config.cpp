#include "gateway/app/config.hpp"

#include "base/world.hpp"
#include "gateway/app/config_api.hpp"
#include "gateway/app/config_smpp.hpp"
#include "gateway/app/config_sms.hpp"
#include "gateway/app/toml_table.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/presets.hpp"
#include "gateway/wire/egress.hpp"
#include "menus/forwarding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

namespace haatline::gateway {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view name_letters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t token_bytes_min = 16; ///< 128 bits in the weakest usual spelling

constexpr std::pair<std::string_view, LogLevel> log_levels[] = {{"debug", LogLevel::debug},
                                                                {"info", LogLevel::info},
                                                                {"warn", LogLevel::warn},
                                                                {"error", LogLevel::error}};

void read_limits(TomlTable table, LimitsConfig& out) {
    table.number("connections", out.connections, 16, 1'000'000);
    table.number("turns_in_flight", out.turns_in_flight, 1, 1'000'000);
    table.number("turns_per_second", out.turns_per_second, 0, 1'000'000);
    table.number("number_turns_per_minute", out.number_turns_per_minute, 0, 60'000);
    table.number("number_turns_at_once", out.number_turns_at_once, 8, 60'000);
    table.duration("new_call_wait_ms", out.new_call_wait, 10, 60'000);
    table.duration("answer_wait_ms", out.answer_wait, 10, 60'000);
    if (out.answer_wait < out.new_call_wait)
        table.fault("answer_wait_ms",
                    "must be at least new_call_wait_ms: who is in a call is refused "
                    "after those who want to begin one");
    table.duration("header_timeout_ms", out.header_timeout, 100, 120'000);
    table.duration("idle_timeout_ms", out.idle_timeout, 1'000, 3'600'000);
    table.duration("reply_timeout_ms", out.reply_timeout, 1'000, 120'000);
    table.duration("drain_timeout_ms", out.drain_timeout, 0, 300'000);
    table.done();
}

void read_storage(TomlTable table, StorageConfig& out) {
    table.duration("commit_window_us", out.commit_window, 0, 100'000);
    table.number("batch_max", out.batch_max, 1, 4096);
    table.number("readers", out.readers, 1, 64);
    table.done();
}

void read_people(TomlTable table, people::Ages& out) {
    table.duration("verify_after_days", out.verify_after, 7, 365);
    table.duration("detach_after_days", out.detach_after, 8, 730);
    if (out.detach_after <= out.verify_after)
        table.fault("detach_after_days",
                    "must be longer than verify_after_days: a number proves itself before it is "
                    "given up");
    table.done();
}

/// India's rules ask for a year of traffic data at least (G.S.R. 846(E), rule 8(3)), unless counsel
/// says otherwise; less than a month would leave complaints without their log.
void read_retention(TomlTable table, storage::Retention& out) {
    std::uint32_t events = 365, finished = 90;
    table.number("events_days", events, 30, 3'650);
    table.number("finished_days", finished, 7, 3'650);
    out.events = std::chrono::days(events);
    out.finished = std::chrono::days(finished);
    table.done();
}

void read_sms_desk(TomlTable table, SmsDeskConfig& out) {
    table.number("replies_per_hour", out.replies.replies_per_hour, 1, 10'000);
    table.number("replies_per_day", out.replies.replies_per_day, 1, 100'000);
    table.texts("prefixes", out.prefixes);
    table.texts("own_numbers", out.own_numbers);
    table.text("service_code", out.service_code);
    table.done();
}

void read_phone(TomlTable table, PhoneConfig& out) {
    table.flag("enabled", out.enabled);
    table.done();
}

/// The code as callers dial it: some providers are told it without its star and hash.
std::string forwarding_code_of(std::string_view service_code) {
    bool const starred = service_code.starts_with('*');
    return menus::forwarding_code(fmt::format("{}{}#", starred ? "" : "*", service_code));
}

std::string known_presets() {
    std::string out;
    for (auto const& preset : mapping::presets())
        (out += out.empty() ? "" : ", ") += mapping::provider_of(preset);
    return out;
}

/// `mapping = "my-provider.yaml"`, or a preset by its name; then what that mapping has settings and secrets for.
void read_provider(TomlTable& table, std::string const& folder, RouteConfig& out) {
    out.provider = out.name; // routes are mostly called like their provider (decisions.md)
    table.text("provider", out.provider);
    table.text("mapping", out.mapping_file);
    if (!out.mapping_file.empty() && !out.mapping_file.starts_with('/'))
        out.mapping_file = (std::filesystem::path(folder) / out.mapping_file).string();
    if (out.mapping_file.empty() && !mapping::preset_named(out.provider)) {
        table.fault("provider",
                    fmt::format("'{}' is not known; there are {}; or name a file of yours: "
                                "mapping = \"my-provider.yaml\" (docs/mapping.md)",
                                out.provider, known_presets()));
        return;
    }
    auto loaded = read_mapping(out.provider, out.mapping_file);
    if (!loaded) return table.fault("mapping", loaded.error().detail);
    out.mapping = std::move(*loaded);
    table.table("settings", [&](TomlTable inner) {
        for (auto const& [name, standard] : out.mapping->settings) {
            std::string value;
            inner.text(name, value);
            if (!value.empty()) out.settings.set(name, value);
        }
        inner.done();
    });
    table.table("secrets", [&](TomlTable inner) {
        for (auto const& name : out.mapping->secrets) {
            Secret now, next;
            inner.secret(name, now);
            inner.secret(name + "_next", next);
            if (!now.full().empty()) out.secrets.set(name, now.full());
            if (!next.full().empty()) out.next_secrets.set(name, next.full());
        }
        inner.done();
    });
}

/// `send_to = "api.example.in, 10.0.0.5:8080"`.
void read_hosts(TomlTable& table, RouteConfig& out) {
    std::string all;
    table.text("send_to", all);
    for (std::size_t at = 0; at < all.size();) {
        auto const end = std::min(all.find_first_of(", ", at), all.size());
        if (end > at) out.send_to.push_back(all.substr(at, end - at));
        at = end + 1;
    }
    if (auto const egress = EgressList::parse(out.send_to); !egress)
        table.fault("send_to", egress.error().detail);
}

/// What the provider's side is known to bear, where the operator says nothing else.
void take_limits(RouteConfig& out) {
    if (!out.mapping || !out.mapping->hears(mapping::Channel::ussd)) return; // a page is no message
    auto const& limits = out.mapping->limits;
    if (limits.session_ttl_s > 0) out.session_ttl = std::chrono::seconds(limits.session_ttl_s);
    if (limits.gsm_chars > 0)
        out.budget.septets =
            std::min(out.budget.septets, static_cast<std::size_t>(limits.gsm_chars));
    if (limits.ucs2_chars > 0)
        out.budget.ucs2_units =
            std::min(out.budget.ucs2_units, static_cast<std::size_t>(limits.ucs2_chars));
}

RouteConfig read_route(TomlTable table, std::string const& folder) {
    RouteConfig out;
    table.text("name", out.name);
    if (out.name.empty() || out.name.size() > 40 ||
        out.name.find_first_not_of(name_letters) != std::string::npos)
        table.fault(
            "name",
            "must be there: 1-40 lower-case letters, digits, - or _ (it stands in the path)");
    read_provider(table, folder, out);
    table.secret("token", out.token);
    if (out.token.full().size() < token_bytes_min)
        table.fault("token_file",
                    fmt::format("or token_env must give a token of at least {} characters",
                                token_bytes_min));
    if (out.token.full().find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~") !=
        std::string::npos)
        table.fault(
            "token_file",
            "holds characters that cannot stand in a path unescaped; use letters, digits, - _ . ~");
    table.blocks("allow_cidrs", out.allow_cidrs);
    read_hosts(table, out);
    read_sms_side(table, out);
    table.text("service_code", out.service_code);
    if (out.service_code.size() < 2 || out.service_code.size() > 24 ||
        out.service_code.find_first_not_of("0123456789*#abcdefghijklmnopqrstuvwxyz") !=
            std::string::npos)
        table.fault("service_code", "must look like *789#");
    else if (auto const code = forwarding_code_of(out.service_code); !code.empty())
        table.fault("service_code",
                    fmt::format("reads like {}, which diverts calls: callers are warned never to "
                                "dial such codes; ask the operator for another one",
                                code));
    take_limits(out);
    table.duration("session_ttl_s", out.session_ttl, 10, 86'400);
    table.duration("answer_gap_s", out.answer_gap, 5, 86'400);
    // 182 septets and 91 UCS-2 units fill the 160 octets a USSD string may have (3GPP TS 23.038
    // §5).
    table.number("page_septets", out.budget.septets, 60, 182);
    table.number("page_ucs2_units", out.budget.ucs2_units, 30, 91);
    if (auto const wished = out.budget; out.mapping) {
        auto const ttl = out.session_ttl;
        take_limits(out);
        out.session_ttl = ttl;
        auto const carries = [&](std::string_view key, std::size_t least) {
            table.fault(key, fmt::format("must be at most {}, which is what {} carries", least,
                                         out.provider));
        };
        if (out.budget.septets != wished.septets) carries("page_septets", out.budget.septets);
        if (out.budget.ucs2_units != wished.ucs2_units)
            carries("page_ucs2_units", out.budget.ucs2_units);
    }
    table.flag("ucs2", out.ucs2);
    table.text("user", out.user);
    table.secret("password", out.password);
    table.flag("accept_get", out.accept_get);
    std::uint32_t per_second = 0;
    table.number("turns_per_second", per_second, 0, 1'000'000);
    out.pace = Pace::per_second(per_second);
    table.done();
    return out;
}

} // namespace

Result<Config> parse_config(std::string_view toml, std::string const& name,
                            std::string const& folder) {
    auto document = TomlDocument::parse(toml, name, folder);
    if (!document) return fail(document.error());
    auto top = document->top();
    Config out;
    top.text("listen", out.listen);
    top.text("data_dir", out.data_dir);
    top.text("public_url", out.public_url);
    while (out.public_url.ends_with('/')) out.public_url.pop_back();
    if (!out.public_url.empty() && !out.public_url.starts_with("https://") &&
        !out.public_url.starts_with("http://"))
        top.fault("public_url",
                  "must begin with https:// (what signatures are over), or http:// for tests");
    top.text("menus_dir", out.menus_dir);
    top.text("locales_dir", out.locales_dir);
    top.texts("languages", out.languages);
    top.choice("log_level", out.log_level, log_levels);
    top.blocks("trusted_proxies", out.trusted_proxies);
    top.table("limits", [&](TomlTable table) { read_limits(table, out.limits); });
    top.table("storage", [&](TomlTable table) { read_storage(table, out.storage); });
    top.table("people", [&](TomlTable table) { read_people(table, out.people); });
    top.table("retention", [&](TomlTable table) { read_retention(table, out.retention); });
    top.table("sms", [&](TomlTable table) { read_sms_desk(table, out.sms); });
    top.table("phone", [&](TomlTable table) { read_phone(table, out.phone); });
    top.table("dlt", [&](TomlTable table) { read_dlt(table, folder, out.dlt); });
    top.tables("route", [&](TomlTable table) {
        auto route = read_route(table, folder);
        bool const twice =
            std::any_of(out.routes.begin(), out.routes.end(),
                        [&](RouteConfig const& held) { return held.name == route.name; });
        if (twice)
            table.fault("name", fmt::format("'{}' is the name of another route", route.name));
        out.routes.push_back(std::move(route));
    });
    top.tables("api_key", [&](TomlTable table) { read_api_key(std::move(table), out.api_keys); });
    top.tables("smpp", [&](TomlTable table) {
        auto account = read_smpp(table, folder);
        auto const named = [&](auto const& held) { return held.name == account.name; };
        if (std::any_of(out.routes.begin(), out.routes.end(), named) ||
            std::any_of(out.smpp.begin(), out.smpp.end(), named))
            table.fault("name", fmt::format("'{}' is the name of another route", account.name));
        out.smpp.push_back(std::move(account));
    });
    top.done();
    if (!document->good()) return fail(document->error());
    return out;
}

Result<std::string> read_mapping_text(std::string const& file) {
    std::error_code ec;
    auto const size =
        std::filesystem::is_regular_file(file, ec) ? std::filesystem::file_size(file, ec) : 0;
    std::ifstream in(file, std::ios::binary);
    if (ec || size == 0 || !in)
        return fail(Errc::invalid_config,
                    file + " is no file with something in it that can be read");
    if (size > mapping::mapping_bytes_max)
        return fail(Errc::invalid_config, file + " is longer than 256 KiB: not a mapping");
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

namespace {

Result<std::shared_ptr<mapping::Mapping const>> compile_mapping(std::string_view content,
                                                                std::string const& name) {
    std::vector<Problem> problems;
    auto out = mapping::load_mapping(content, name, problems, false);
    if (out) return out;
    std::string all;
    for (auto const& problem : problems)
        all += fmt::format("{}{}:{}: {}", all.empty() ? "" : "\n", problem.file, problem.line,
                           problem.what);
    return fail(Errc::invalid_config, std::move(all));
}

/// A preset never changes while the process lives, and a mapping is shared safely: each is compiled once.
Result<std::shared_ptr<mapping::Mapping const>> compile_preset(Embedded const& preset) {
    static std::mutex mutex;
    static std::map<std::string_view, std::shared_ptr<mapping::Mapping const>> compiled;
    std::lock_guard const lock(mutex);
    auto& known = compiled[preset.path];
    if (known) return known;
    auto out = compile_mapping(preset.content, std::string(preset.path));
    if (out) known = *out;
    return out;
}

} // namespace

Result<std::shared_ptr<mapping::Mapping const>> read_mapping(std::string const& provider,
                                                             std::string const& file) {
    if (file.empty()) {
        auto const preset = mapping::preset_named(provider);
        if (!preset) return fail(Errc::invalid_config, "no preset is called " + provider);
        return compile_preset(*preset);
    }
    auto const text = read_mapping_text(file);
    if (!text) return fail(text.error());
    return compile_mapping(*text, file);
}

Result<Config> read_config(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Errc::invalid_config,
                    fmt::format("{}: cannot be read; is the path right?", path));
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    return parse_config(text, path, std::filesystem::path(path).parent_path().string());
}

Config demo_config() {
    Config out;
    out.api_keys.push_back({"demo", Secret("demo"), May::read | May::alerts | May::messages});
    out.phone = {true, true};
    std::vector<std::string_view> names{"africastalking", "imimobile", "comviva"};
    for (auto const& preset : mapping::presets())
        if (auto const name = mapping::provider_of(preset);
            std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    for (auto const name : names) {
        auto loaded = read_mapping(std::string(name), {});
        if (!loaded) continue; // `adapter test`, a part of every build's tests, tells
        RouteConfig route;
        route.name = route.provider = name;
        route.mapping = std::move(*loaded);
        route.token = Secret("demo");
        route.budget = {160, 80};
        take_limits(route);
        route.accept_get = true;
        out.routes.push_back(std::move(route));
    }
    return out;
}

} // namespace haatline::gateway
