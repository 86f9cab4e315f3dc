#include "gateway/app/command_dlt.hpp"

#include "base/whole_file.hpp"
#include "base/world.hpp"
#include "gateway/app/dlt_view.hpp"
#include "gateway/app/staff.hpp"
#include "storage/dlt.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

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

using Command = int (*)(DltOptions const&);

} // namespace

void describe_dlt(CLI::App& dlt, std::function<void(std::function<int()>)> chosen) {
    auto const options = std::make_shared<DltOptions>();
    auto const add = [&](char const* name, char const* what, Command command) {
        auto* sub = dlt.add_subcommand(name, what);
        sub->add_option("--data", options->data, "folder of the database")->capture_default_str();
        sub->add_option("--rules", options->rules,
                        "CSV like data/dlt_rules.csv, whose rows go over those inside the binary")
            ->check(CLI::ExistingFile);
        sub->callback([options, chosen, command] {
            chosen([options, command] { return command(*options); });
        });
        return sub;
    };
    std::vector<std::string> const kinds(dlt::kFileKinds.begin(), dlt::kFileKinds.end());
    auto* import =
        add("import", "an operator's export: a bad row is named and left out", &dlt_import_command);
    import->add_option("FILE", options->file, "CSV with a first row of column names")
        ->required()
        ->check(CLI::ExistingFile);
    import->add_option("--kind", options->kind, "what it holds; default: as its columns tell")
        ->check(CLI::IsMember(kinds));
    import->add_option("--operator", options->operator_, "whose portal it came from: airtel, jio, vi, bsnl, tata …")
        ->check([](std::string const& word) {
            bool const good = word.size() <= 20 &&
                              word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                                  std::string::npos;
    return good ? std::string() : std::string("at most 20 small letters, digits and -");
});
import->add_option("--as", options->as, as_whom);
auto* list = add("list", "what is registered, and what is against it today", &dlt_list_command);
list->add_option("--kind", options->kind, "only this kind")->check(CLI::IsMember(kinds));
list->add_flag("--json", options->json, "one JSON object a line");
auto* one = add("try", "which template a text is, or why it would be refused", &dlt_try_command);
one->add_option("TEXT", options->text, "as it would be sent")->required();
one->add_option("--lang", options->language, "of the reader")->capture_default_str();
one->add_option("--category", options->category,
                "promotional, service_implicit, service_explicit, transactional, government")
    ->check(CLI::IsMember({"promotional", "service_implicit", "service_explicit", "transactional",
                           "government"}))
    ->capture_default_str();
one->add_flag("--json", options->json, "one JSON object");
dlt.require_subcommand(1);
dlt.footer("Every text to an Indian number must be a template that is registered with a DLT "
           "operator. docs/dlt.md has the whole way.\nExamples:\n  haatline dlt import "
           "templates.csv --operator airtel\n  haatline dlt list --kind headers\n  haatline dlt "
           "try \"Haatline: ticket 481273 is open\"\n");
} // namespace haatline::gateway

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

} // namespace haatline::gateway
