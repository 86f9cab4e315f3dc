#include "gateway/app/texts_commands.hpp"

#include "gateway/app/command_texts.hpp"
#include "locales/coding/ussd.hpp"

#include <map>
#include <memory>

namespace haatline::gateway {
namespace {

using Run = std::function<int()>;
using Given = std::shared_ptr<TextsOptions>;
using Only = menus::ExportOptions::Only;

std::map<std::string, Only> const kOnly{
    {"all", Only::all}, {"missing", Only::missing}, {"stale", Only::stale}, {"draft", Only::draft}};

CLI::Option* add_folders(CLI::App& command, TextsOptions& given) {
    command
        .add_option("--menus", given.menus_dir, "folder of flows instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    return command
        .add_option("--locales", given.locales_dir,
                    "folder of languages instead of those in the binary")
        ->check(CLI::ExistingDirectory);
}

void add_page(CLI::App& command, TextsOptions& given) {
    command
        .add_option_function<std::string>(
            "--page",
            [&given](std::string const& text) {
                auto const budget = coding::read_budget(text);
                if (!budget) throw CLI::ValidationError("--page", budget.error().detail);
                given.what.budget = *budget;
            },
            "what a page of the route carries")
        ->default_str("160/80");
}

void add_export(CLI::App& texts, Run& run) {
    auto const given = std::make_shared<TextsOptions>();
    auto* command = texts.add_subcommand(
        "export",
        "a language as a PO file for a translator's tool, each text with its phone screen");
    command->add_option("--lang", given->what.language, "which; may be a new one")->required();
    command->add_option("--out", given->file, "file to write instead of standard output");
    command->add_option("--only", given->what.only, "missing, stale, draft or all")
        ->transform(CLI::CheckedTransformer(kOnly))
        ->default_str("all");
    command->add_option("--beside", given->what.beside, "another language to compare with");
    add_folders(*command, *given);
    add_page(*command, *given);
    command->footer(
        "Examples:\n  haatline texts export --lang bn --out bn.po\n  haatline texts export "
        "--lang mai --beside hi --locales my-words --out mai.po\n");
    command->callback([given, &run] { run = [given] { return command_texts_export(*given); }; });
}

void add_import(CLI::App& texts, Run& run) {
    auto const given = std::make_shared<TextsOptions>();
    auto* command = texts.add_subcommand(
        "import",
        "takes what a translator's tool wrote back: every text judged, the sound ones kept");
    command->add_option("FILE", given->file, "a PO file")->required()->check(CLI::ExistingFile);
    command->add_option("--lang", given->what.language, "instead of the language in its header");
    command->add_option("--reviewed", given->reviewed_by,
                        "who reads the language as a native and approves all of FILE");
    command->add_flag("--dry-run", given->dry_run, "judge, write nothing");
    add_folders(*command, *given)->required();
    command->footer("Exit status: 0 all taken, 1 some refused (each with line, reason, remedy), 2 "
                    "nothing done.\nExamples:\n  haatline texts import bn.po --locales locales "
                    "--dry-run\n  haatline texts import bn.po --locales locales --reviewed \"R. "
                    "Das\"\n");
    command->callback([given, &run] { run = [given] { return command_texts_import(*given); }; });
}

void add_preview(CLI::App& texts, Run& run) {
    auto const given = std::make_shared<TextsOptions>();
    auto* command =
        texts.add_subcommand("preview", "the phone screens of a text, or of all, in the terminal");
    command->add_option("--lang", given->what.language, "which")->required();
    command->add_option("KEY", given->key, "of one text, as in reg.pin");
    add_folders(*command, *given);
    add_page(*command, *given);
    command->footer("Example:\n  haatline texts preview --lang hi reg.pin --page 160/60\n");
    command->callback([given, &run] { run = [given] { return command_texts_preview(*given); }; });
}

} // namespace

void add_texts(CLI::App& app, Run& run) {
    auto* texts = app.add_subcommand("texts", "translations: to a translator's tool and back");
    texts->require_subcommand(1);
    add_export(*texts, run);
    add_import(*texts, run);
    add_preview(*texts, run);
}

} // namespace haatline::gateway
