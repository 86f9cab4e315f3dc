#include "gateway/app/keep_commands.hpp"

#include "cluster/msisdn.hpp"
#include "gateway/app/command_keep.hpp"
#include "gateway/app/command_verify.hpp"
#include "gateway/app/staff.hpp"

#include <cstdio>
#include <memory>

namespace haatline::gateway {
namespace {

using Run = std::function<int()>;

void add_backup(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", file;
    };
    auto given = std::make_shared<Given>();
    auto* command = app.add_subcommand("backup", "copies the database while the gateway serves it");
    command->add_option("FILE", given->file, "where to; must not be there yet")->required();
    command->add_option("--data", given->data, "folder of the database")->capture_default_str();
    command->footer("The keys of names and words go into haatline.keys beside FILE, one for all "
                    "backups there.\nExample:\n  haatline backup /backup/haatline/monday.db --data "
                    "/var/lib/haatline\n");
    command->callback(
        [given, &run] { run = [given] { return command_backup(given->data, given->file); }; });
}

void add_restore(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", file, as;
        storage::RestoreOptions options;
    };
    auto given = std::make_shared<Given>();
    auto* command =
        app.add_subcommand("restore", "puts a backup into a folder, as a whole or not at all");
    command->add_option("FILE", given->file, "a backup")->required();
    command->add_option("--data", given->data, "folder of the database; no gateway may serve it")
        ->capture_default_str();
    command->add_option("--keys", given->options.keys, "the keys, when they are not beside FILE");
    command->add_flag("--replace", given->options.replace,
                      "the database that is there may be lost");
    command->add_flag("--without-words", given->options.without_words,
                      "the keys are lost for good: restore all but names and typed words");
    command->add_option("--as", given->as, as_whom);
    command->footer(
        "Example:\n  haatline restore /backup/haatline/monday.db --data /var/lib/haatline "
        "--replace\n");
    command->callback([given, &run] {
        run = [given] {
            return command_restore(given->data, given->file, given->options,
                                   staff_called(given->as));
        };
    });
}

void add_verify(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var";
        storage::Heads heads;
    };
    auto given = std::make_shared<Given>();
    auto* command =
        app.add_subcommand("verify", "reads the whole database and its ledgers; changes nothing");
    command->add_option("--data", given->data, "folder of the database")->capture_default_str();
    command->add_option("--head", given->heads.acts,
                        "head of the audit as an earlier verify printed it: was anything cut off?");
    command->add_option("--consents", given->heads.consents, "the same of the ledger of consents");
    command->add_option("--messages", given->heads.messages,
                        "the same of the ledger of messages (`haatline ledger head`)");
    command->footer("Exit: 0 all holds, 1 something is wrong, 2 could not look.\nExample:\n  "
                    "haatline verify --data /var/lib/haatline\n");
    command->callback(
        [given, &run] { run = [given] { return command_verify(given->data, given->heads); }; });
}

void add_erase(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", phone, as, reason;
        storage::Whom whom;
        bool yes = false;
    };
    auto given = std::make_shared<Given>();
    auto* command =
        app.add_subcommand("erase", "erases a person for good; the audit keeps that it was done");
    auto* person =
        command->add_option("--person", given->whom.reference, "reference of her enterprise");
    command->add_option("--phone", given->phone, "a number that only she is behind")
        ->excludes(person);
    command->add_option("--data", given->data, "folder of the database")->capture_default_str();
    command->add_option("--as", given->as, as_whom);
    command->add_option("--reason", given->reason, "for the audit; no names, no numbers");
    command->add_flag("--yes", given->yes, "do not ask");
    command->footer("Example:\n  haatline erase --person 100009 --reason \"asked by letter\"\n");
    command->callback([given, &run] {
        run = [given] {
            if (!given->phone.empty()) {
                auto const phone = Msisdn::parse(given->phone);
                if (!phone) {
                    std::fprintf(stderr, "haatline: --phone: %s\n", phone.error().detail.c_str());
                    return 2;
                }
                given->whom.phone = phone->number();
            } else if (given->whom.reference.empty()) {
                std::fprintf(stderr,
                             "haatline: erase needs --person REFERENCE or --phone NUMBER\n");
                return 2;
            }
            return command_erase(given->data, given->whom, staff_called(given->as), given->reason,
                                 given->yes);
        };
    });
}

} // namespace

void add_keeping(CLI::App& app, Run& run) {
    add_backup(app, run);
    add_restore(app, run);
    add_verify(app, run);
    add_erase(app, run);
}

} // namespace haatline::gateway
