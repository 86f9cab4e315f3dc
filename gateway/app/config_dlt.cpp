#include "gateway/app/config_dlt.hpp"

#include "base/whole_file.hpp"
#include "gateway/app/toml_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace haatline::gateway {
namespace {

constexpr std::pair<std::string_view, DltEnforce> kEnforce[] = {
    {"off", DltEnforce::off}, {"warn", DltEnforce::warn}, {"refuse", DltEnforce::refuse}};
constexpr std::size_t kRulesBytesMax = 1 << 20;

bool is_id(std::string_view text) {
    return text.size() >= 12 && text.size() <= 20 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_header(std::string_view text) {
    return text.size() >= 3 && text.size() <= 11 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

/// A rule said by one key of the configuration, as the row it is.
Result<void> add_rule(dlt::RuleTable& table, std::string_view key, std::string const& value) {
    if (value.empty()) return {};
    auto row = dlt::RuleTable::read(
        fmt::format("key,value,from,until,mark,source\n{},{},,,ours,configuration\n", key, value),
        "[dlt]");
    if (!row) return fail(Errc::invalid_config, row.error().detail);
    table.add(std::move(*row));
    return {};
}

} // namespace

void read_dlt(TomlTable table, std::string const& folder, DltConfig& out) {
    out.enforce = DltEnforce::refuse;
    table.choice("enforce", out.enforce, kEnforce);
    table.text("entity", out.entity);
    if (!is_id(out.entity) && (out.enforce != DltEnforce::off || !out.entity.empty()))
        table.fault("entity", "must be the entity's number in the register, 12 to 20 digits");
    table.text("brand", out.brand);
    for (auto const& [key, into] : {std::pair{"header", &out.header},
                                    std::pair{"promotional_header", &out.promotional_header}}) {
        table.text(key, *into);
        if (!into->empty() && !is_header(*into))
            table.fault(key, "must be 3 to 11 letters or digits, without the operator's prefix");
    }
    table.texts("chain", out.chain);
    if (out.chain.size() > 16 || !std::all_of(out.chain.begin(), out.chain.end(), is_id))
        table.fault("chain", "must list at most 16 telemarketers in order, each 12 to 20 digits");
    table.number("content_category", out.content_category, 0, 15);
    table.text("promotional_hours", out.promotional_hours);
    table.text("alphanumeric_scripts", out.alphanumeric_scripts);
    table.text("answers", out.answers);
    if (!out.answers.empty() && out.answers != "templates" && out.answers != "free")
        table.fault("answers", "must be templates or free");
    table.text("rules_file", out.rules_file);
    if (!out.rules_file.empty() && !out.rules_file.starts_with('/'))
        out.rules_file = (std::filesystem::path(folder) / out.rules_file).string();
    if (auto const rules = out.rules(); !rules)
        table.fault(out.rules_file.empty() ? "promotional_hours" : "rules_file",
                    rules.error().detail);
    table.done();
}

Result<dlt::RuleTable> DltConfig::rules() const {
    auto table = dlt::shipped_rules();
    if (!rules_file.empty()) {
        auto const content = read_whole_file(rules_file, kRulesBytesMax);
        if (!content) return fail(content.error());
        auto own = dlt::RuleTable::read(*content, rules_file);
        if (!own) return fail(own.error());
        table.add(std::move(*own));
    }
    if (auto added = add_rule(table, "hours.promotional", promotional_hours); !added)
        return fail(added.error());
    if (auto added = add_rule(table, "alphanumeric_scripts", alphanumeric_scripts); !added)
        return fail(added.error());
    auto const bound = answers.empty() ? "" : answers == "free" ? "no" : "yes";
    if (auto added = add_rule(table, "answers_need_templates", bound); !added)
        return fail(added.error());
    return table;
}

} // namespace haatline::gateway
