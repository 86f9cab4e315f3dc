#include "gateway/app/command_dlt.hpp"

#include "base/whole_file.hpp"
#include "base/world.hpp"
#include "gateway/app/demo_dlt.hpp"
#include "gateway/app/dlt_check.hpp"
#include "gateway/app/dlt_view.hpp"
#include "gateway/app/program.hpp"
#include "gateway/app/staff.hpp"
#include "storage/dlt.hpp"

#include <fmt/format.h>

#include <iostream>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

/// The shipped rules, with the operator's own over them.
Result<dlt::RuleTable> rules_of(DltOptions const& options) {
    auto table = dlt::shipped_rules();
    if (options.rules.empty()) return table;
    constexpr std::size_t most = 1 << 20;
    auto const content = read_whole_file(options.rules, most);
    if (!content) return fail(content.error());
    auto own = dlt::RuleTable::read(*content, options.rules);
    if (!own) return fail(own.error());
    table.add(std::move(*own));
    return table;
}

std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(system_world().clock.now());
}

/// The texts of the catalogue, in one language where one is named.
Result<std::vector<SmsText>> texts_of(DltOptions const& options, dlt::Rules const& rules) {
    auto const loaded = load_program(options.menus, options.locales, standard_budgets());
    if (!loaded) return fail(loaded.error());
    if (!loaded->draft)
        return fail(Errc::invalid_data, "the texts cannot be read: haatline check says why");
    auto const& [menu, words] = std::tie(loaded->draft->menu, loaded->draft->words);
    if (!options.only_language.empty() && !words.language(options.only_language))
        return fail(Errc::bad_request, "--lang: locales/ has no such language");
    auto texts = sms_texts(menu, words, rules);
    if (!options.only_language.empty())
        std::erase_if(texts,
                      [&](SmsText const& text) { return text.language != options.only_language; });
    return texts;
}

/// What a portal would send back is told beside its file, not in it.
void tell_flaws(SmsText const& text, DltOptions const& options, dlt::Rules const& rules,
                std::string_view brand) {
    dlt::Template one;
    one.segments = text.segments;
    one.operator_ = options.operator_;
    auto const tell = [&](std::string_view why) {
        std::cerr << fmt::format("{}:{}: {} ({}): {}\n", text.file, text.line, text.key,
                                 text.language, why);
    };
    for (auto const& flaw : flaws_of(one, rules, brand, today())) tell(flaw.why);
    for (auto const& fault : text.faults) tell(fault);
}

} // namespace

int dlt_import_command(DltOptions const& options) {
    auto const content = read_whole_file(options.file, storage::dlt_file_bytes_max);
    if (!content) return refuse(content.error());
    auto const kind = options.kind.empty() ? std::nullopt : dlt::file_kind_named(options.kind);
    auto const report = storage::import_dlt(options.data, *content, {kind, options.operator_},
                                            staff_called(options.as));
    if (!report) return refuse(report.error());
    for (auto const& row : report->rejected)
        std::cerr << fmt::format("{}:{}: {}\n", options.file, row.line, row.reason);
    std::cout << fmt::format("{}: {} kept, {} unchanged, {} rejected\n", name(report->kind),
                             report->kept, report->unchanged, report->rejected_rows);
    return report->rejected_rows == 0 ? 0 : 1;
}

int dlt_list_command(DltOptions const& options) {
    auto const rules = rules_of(options);
    if (!rules) return refuse(rules.error());
    auto const all = storage::read_register(options.data);
    if (!all) return refuse(all.error());
    auto const kind = options.kind.empty() ? std::nullopt : dlt::file_kind_named(options.kind);
    std::cout << (options.json ? register_json(*all, kind, rules->on(today()), today())
                               : register_table(*all, kind, rules->on(today()), today()))
              << std::flush;
    return 0;
}

int dlt_try_command(DltOptions const& options) {
    auto const rules = rules_of(options);
    if (!rules) return refuse(rules.error());
    auto all = storage::read_register(options.data);
    if (!all) return refuse(all.error());
    dlt::Registry const registry(std::move(*all));
    auto const category =
        dlt::category_named(options.category).value_or(dlt::Category::service_implicit);
    auto const matched =
        registry.match(options.text, options.language, category, rules->on(today()));
    std::cout << (options.json ? match_json(matched) : match_text(matched)) << std::flush;
    return matched ? 0 : 1;
}

int dlt_check_command(DltOptions const& options) {
    auto const table = rules_of(options);
    if (!table) return refuse(table.error());
    auto const rules = table->on(today());
    auto texts = texts_of(options, rules);
    if (!texts) return refuse(texts.error());
    auto all = storage::read_register(options.data);
    if (!all) return refuse(all.error());
    dlt::Registry const registry(std::move(*all));
    auto const report = check_texts(std::move(*texts), registry, rules, today(), options.paise);
    std::cout << (options.format == "json" ? report_json(report) : report_text(report, options.all))
              << std::flush;
    return report.errors == 0 ? 0 : 1;
}

int dlt_propose_command(DltOptions const& options) {
    auto const table = rules_of(options);
    if (!table) return refuse(table.error());
    auto const rules = table->on(today());
    auto const texts = texts_of(options, rules);
    if (!texts) return refuse(texts.error());
    std::string brand;
    if (auto const all = storage::read_register(options.data); all && !all->entities.empty())
        brand = all->entities.front().brand;
    for (auto const& text : *texts) tell_flaws(text, options, rules, brand);
    std::cout << proposed(*texts, options.operator_, options.header) << std::flush;
    return 0;
}

int dlt_demo_command(DltOptions const& options) {
    auto const table = rules_of(options);
    if (!table) return refuse(table.error());
    auto const texts = texts_of(options, table->on(today()));
    if (!texts) return refuse(texts.error());
    // A folder that is not there yet is made by the import, and has nobody's register.
    if (auto const all = storage::read_register(options.data))
        for (auto const& entity : all->entities)
            if (entity.id != demo_entity) {
                std::cerr << "haatline: this folder has a register of its own, which stays as it "
                             "is: name another with --data\n";
                return 1;
            }
    for (auto const& file : demo_register(*texts)) {
        auto const report = storage::import_dlt(options.data, file.csv, {file.kind, "demo"},
                                                staff_called(options.as));
        if (!report) return refuse(report.error());
        std::cout << fmt::format("{}: {} kept, {} unchanged\n", name(file.kind), report->kept,
                                 report->unchanged);
    }
    std::cout << "\nInto the configuration:\n\n" << demo_dlt_section() << std::flush;
    return 0;
}

} // namespace haatline::gateway
