#include "cluster/dlt/export_file.hpp"
#include "gateway/app/command_dlt.hpp"
#include "gateway/app/dlt_texts.hpp"
#include "gateway/app/staff.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace haatline::gateway {
namespace {

using Command = int (*)(DltOptions const&);
using Chosen = std::function<void(std::function<int()>)>;

std::vector<std::string> kinds() { return {dlt::kFileKinds.begin(), dlt::kFileKinds.end()}; }

std::string operator_fault(std::string const& word) {
    bool const good =
        word.size() <= 20 &&
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    return good ? "" : "at most 20 small letters, digits and -";
}

CLI::App* add(CLI::App& dlt, std::shared_ptr<DltOptions> const& options, Chosen const& chosen,
              char const* name, char const* what, Command command) {
    auto* sub = dlt.add_subcommand(name, what);
    sub->add_option("--data", options->data, "folder of the database")->capture_default_str();
    sub->add_option("--rules", options->rules,
                    "CSV like data/dlt_rules.csv, whose rows go over those inside the binary")
        ->check(CLI::ExistingFile);
    sub->callback(
        [options, chosen, command] { chosen([options, command] { return command(*options); }); });
    return sub;
}

void describe_in(CLI::App& sub, DltOptions& options) {
    sub.add_option("FILE", options.file, "CSV with a first row of column names")
        ->required()
        ->check(CLI::ExistingFile);
    sub.add_option("--kind", options.kind, "what it holds; default: as its columns tell")
        ->check(CLI::IsMember(kinds()));
    sub.add_option("--operator", options.operator_,
                   "whose portal it came from: airtel, jio, vi, bsnl, tata ...")
        ->check(operator_fault);
    sub.add_option("--as", options.as, as_whom);
}

void describe_list(CLI::App& sub, DltOptions& options) {
    sub.add_option("--kind", options.kind, "only this kind")->check(CLI::IsMember(kinds()));
    sub.add_flag("--json", options.json, "one JSON object a line");
}

void describe_try(CLI::App& sub, DltOptions& options) {
    sub.add_option("TEXT", options.text, "as it would be sent")->required();
    sub.add_option("--lang", options.language, "of the reader")->capture_default_str();
    sub.add_option("--category", options.category,
                   "promotional, service_implicit, service_explicit, transactional, government")
        ->check(CLI::IsMember(
            {"promotional", "service_implicit", "service_explicit", "transactional", "government"}))
        ->capture_default_str();
    sub.add_flag("--json", options.json, "one JSON object");
}

void describe_catalogue(CLI::App& sub, DltOptions& options) {
    sub.add_option("--menus", options.menus, "folder of flows instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    sub.add_option("--locales", options.locales,
                   "folder of languages instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    sub.add_option("--lang", options.only_language, "this language alone");
}

void describe_check(CLI::App& sub, DltOptions& options) {
    describe_catalogue(sub, options);
    sub.add_option("--format", options.format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    sub.add_option("--price", options.paise, "what a segment costs, in paise")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    sub.add_flag("--all", options.all, "also the good ones, with what they cost");
    sub.footer("Exit status: 0 every message is registered, 1 an error, 2 something cannot be "
               "read.\nExample:\n  haatline dlt check --lang hi --all\n");
}

void describe_demo(CLI::App& sub, DltOptions& options) {
    describe_catalogue(sub, options);
    sub.add_option("--as", options.as, as_whom);
    sub.footer("Its numbers are nobody's: for trying the rules alone. A folder with a register of "
               "its own is left as it is.\nExample:\n  haatline dlt demo --data var\n");
}

void describe_propose(CLI::App& sub, DltOptions& options) {
    describe_catalogue(sub, options);
    sub.add_option("--operator", options.operator_,
                   "as whose portal takes them; default: tags in the text")
        ->check(CLI::IsMember(known_operators()));
    sub.add_option("--header", options.header, "sender name they are registered under");
    sub.footer("What a portal would send back is told on standard error.\nExample:\n  haatline dlt "
               "propose --operator tata --header HAATLN > templates.csv\n");
}

} // namespace

void describe_dlt(CLI::App& dlt, std::function<void(std::function<int()>)> chosen) {
    auto const options = std::make_shared<DltOptions>();
    auto const one = [&](char const* name, char const* what, Command command) -> CLI::App& {
        return *add(dlt, options, chosen, name, what, command);
    };
    describe_in(
        one("import", "an operator's export: a bad row is named and left out", &dlt_import_command),
        *options);
    describe_list(
        one("list", "what is registered, and what is against it today", &dlt_list_command),
        *options);
    describe_try(
        one("try", "which template a text is, or why it would be refused", &dlt_try_command),
        *options);
    describe_check(one("check",
                       "every message of the catalogues against the register and its rules",
                       &dlt_check_command),
                   *options);
    describe_propose(one("propose", "CSV of the templates to register, made from the catalogues",
                         &dlt_propose_command),
                     *options);
    describe_demo(one("demo", "a register of nobody, made from the catalogues, to try the rules",
                      &dlt_demo_command),
                  *options);
    dlt.require_subcommand(1);
    dlt.footer(
        "Every message to an Indian number must be a template that is registered with a DLT "
        "operator; docs/dlt.md has the whole way.\nExamples:\n  haatline dlt import "
        "templates.csv --operator airtel\n  haatline dlt list --kind headers\n  haatline dlt "
        "try \"Haatline: ticket 481273 is open\"\n  haatline dlt check --lang hi\n");
}

} // namespace haatline::gateway
