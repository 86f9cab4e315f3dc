#include "base/world.hpp"
#include "gateway/app/command_adapter.hpp"
#include "gateway/app/command_alert.hpp"
#include "gateway/app/command_check.hpp"
#include "gateway/app/command_data.hpp"
#include "gateway/app/command_dlt.hpp"
#include "gateway/app/command_encode.hpp"
#include "gateway/app/command_find.hpp"
#include "gateway/app/command_ledger.hpp"
#include "gateway/app/command_queue.hpp"
#include "gateway/app/command_reload.hpp"
#include "gateway/app/command_say.hpp"
#include "gateway/app/command_trace.hpp"
#include "gateway/app/keep_commands.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/app/staff.hpp"
#include "gateway/app/texts_commands.hpp"
#include "simulators/aggregator/command_aggregator.hpp"
#include "simulators/handset/command_phone.hpp"
#include "simulators/load/command_load.hpp"
#include "simulators/smsc/command_smsc.hpp"
#include "simulators/world/command_world.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace haatline;

/// A subcommand fills its own options and leaves what to run.
using Run = std::function<int()>;

void add_serve(CLI::App& app, Run& run) {
    struct Given {
        std::string config, data, listen, menus, locales;
        bool demo = false, new_pepper = false;
        int demo_size = 10'000;
    };
    auto given = std::make_shared<Given>();
    auto* serve = app.add_subcommand("serve", "the gateway");
    serve->add_option("--config", given->config, "TOML file; see deploy/haatline.toml")
        ->check(CLI::ExistingFile);
    serve->add_option("--data", given->data, "folder of the database (made when missing)");
    serve->add_option("--listen", given->listen,
                      "ADDR:PORT, e.g. 127.0.0.1:8080; port 0 takes a free one");
    serve->add_option("--menus", given->menus, "folder of flows instead of those in the binary");
    serve->add_option("--locales", given->locales,
                      "folder of languages instead of those in the binary");
    serve->add_flag(
        "--demo", given->demo,
        "loopback, fictional data, routes africastalking, imimobile, comviva with token `demo`");
    serve->add_option("--demo-size", given->demo_size, "enterprises in the demo data")
        ->check(CLI::Range(0, 10'000'000));
    serve->add_flag(
        "--new-pepper", given->new_pepper,
        "haatline.pepper is lost for good: make another; no secret number fits any more");
    serve->footer("Examples:\n  haatline serve --demo\n  haatline serve --config "
                  "/etc/haatline/haatline.toml\n");
    serve->callback([given, &run] {
        run = [given] {
            gateway::ServeOptions options;
            options.demo = given->demo;
            options.demo_size = given->demo_size;
            options.new_pepper = given->new_pepper;
            if (!given->config.empty()) {
                auto config = gateway::read_config(given->config);
                if (!config) {
                    std::fprintf(stderr, "haatline: %s\n", config.error().detail.c_str());
                    return 1;
                }
                options.config = std::move(*config);
            } else if (given->demo) {
                options.config = gateway::demo_config();
            } else {
                std::fprintf(stderr, "haatline: serve needs --config FILE (a commented one is "
                                     "deploy/haatline.toml), or --demo to try it\n");
                return 1;
            }
            if (!given->data.empty()) options.config.data_dir = given->data;
            if (!given->listen.empty()) options.config.listen = given->listen;
            if (!given->menus.empty()) options.config.menus_dir = given->menus;
            if (!given->locales.empty()) options.config.locales_dir = given->locales;
            return gateway::serve(std::move(options), system_world());
        };
    });
}

void add_check(CLI::App& app, Run& run) {
    auto given = std::make_shared<gateway::CheckOptions>();
    auto* check =
        app.add_subcommand("check", "proves menus and translations before anybody dials them");
    check->add_option("--menus", given->menus_dir, "folder of flows instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    check
        ->add_option("--locales", given->locales_dir,
                     "folder of languages instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    check
        ->add_option("--format", given->format,
                     "text, json, the table of languages alone: md, or a picture: html, svg, dot")
        ->check(CLI::IsMember({"text", "json", "md", "html", "svg", "dot"}))
        ->capture_default_str();
    check->add_option("--out", given->out, "file to write instead of standard output");
    check->add_option("--lang", given->language, "language of an svg or dot")
        ->capture_default_str();
    check->add_option("--price", given->paise, "what an SMS segment costs, in paise")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    check->add_flag("--watch", given->watch, "again whenever a file of the folders is saved");
    check->footer(
        "Exit status: 0 no error, 1 an error, 2 folders or options are wrong.\nExamples:\n"
        "  haatline check\n  haatline check --menus my-flows --locales my-words --watch\n"
        "  haatline check --format html --out menus.html\n"
        "  haatline check --format dot | dot -Tpdf > menus.pdf\n");
    check->callback([given, &run] { run = [given] { return gateway::command_check(*given); }; });
}

void add_say(CLI::App& app, Run& run) {
    auto* say = app.add_subcommand("say", "a number, sum, date or code as people say it");
    gateway::describe_say(*say, [&run](Run chosen) { run = std::move(chosen); });
}

void add_adapter(CLI::App& app, Run& run) {
    auto* adapter = app.add_subcommand("adapter", "providers as data: their mapping files");
    adapter->require_subcommand(1);
    auto given = std::make_shared<gateway::AdapterOptions>();
    auto* list = adapter->add_subcommand("list", "the presets inside this binary, one a line");
    list->add_flag("--json", given->json, "for scripts");
    list->callback(
        [given, &run] { run = [given] { return gateway::command_adapter_list(*given); }; });
    auto* test = adapter->add_subcommand("test", "runs the self-tests of mapping files");
    test->add_option("FILE", given->files, "mapping files or names of presets; none: every preset");
    test->add_flag("--json", given->json, "for scripts");
    test->add_flag("--quiet", given->quiet, "failures and the sum only");
    test->footer("Exit status: 0 all passed, 1 some failed, 2 a file is no mapping.\nExamples:\n"
                 "  haatline adapter test\n  haatline adapter test my-provider.yaml\n"
                 "How to write one: docs/mapping.md, docs/connect-a-provider.md\n");
    test->callback(
        [given, &run] { run = [given] { return gateway::command_adapter_test(*given); }; });
}

void add_reload(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", as, reason;
    };
    auto given = std::make_shared<Given>();
    auto* reload = app.add_subcommand(
        "reload",
        "the running gateway reads menus, words and mapping files again; a broken set is refused");
    reload->add_option("--data", given->data, "folder of the running gateway")
        ->capture_default_str();
    reload->add_option("--as", given->as, gateway::as_whom);
    reload->add_option("--reason", given->reason, "for the audit; no names, no numbers");
    reload->footer(
        "Calls that are open finish on the menus they began with. Exit status: 0 in use, "
        "1 refused, 2 nobody to ask.\nExample:\n  haatline reload --data "
        "/var/lib/haatline\n");
    reload->callback([given, &run] {
        run = [given] {
            return gateway::command_reload(given->data, gateway::staff_called(given->as),
                                           given->reason);
        };
    });
}

void add_phone(CLI::App& app, Run& run) {
    auto given = std::make_shared<simulators::PhoneOptions>();
    auto* phone =
        app.add_subcommand("phone", "a handset in the terminal, over a provider's own callbacks");
    simulators::describe_phone(*phone, *given);
    phone->callback([given, &run] { run = [given] { return simulators::command_phone(*given); }; });
}

void add_load(CLI::App& app, Run& run) {
    auto given = std::make_shared<simulators::LoadOptions>();
    auto* load = app.add_subcommand("load", "many callers by the clock, or what the disk can do");
    simulators::describe_load(*load, *given);
    load->callback([given, &run] { run = [given] { return simulators::command_load(*given); }; });
}

void add_simulate(CLI::App& app, Run& run) {
    auto* simulate = app.add_subcommand("simulate", "the other side of the line, with its faults");
    simulate->require_subcommand(1);
    auto given = std::make_shared<simulators::WorldCommand>();
    auto* world = simulate->add_subcommand(
        "world", "whole villages under one seed each: phones, network, gateway, disk");
    simulators::describe_world(*world, *given);
    world->callback([given, &run] { run = [given] { return simulators::command_world(*given); }; });
    auto carrier = std::make_shared<simulators::AggregatorOptions>();
    auto* aggregator = simulate->add_subcommand(
        "aggregator", "a provider with its faults against a running gateway, every screen checked");
    simulators::describe_aggregator(*aggregator, *carrier);
    aggregator->callback(
        [carrier, &run] { run = [carrier] { return simulators::command_aggregator(*carrier); }; });
    auto operated = std::make_shared<simulators::SmscOptions>();
    auto* smsc = simulate->add_subcommand(
        "smsc", "an SMPP server with phones behind it and faults on the way");
    simulators::describe_smsc(*smsc, *operated);
    smsc->callback(
        [operated, &run] { run = [operated] { return simulators::command_smsc(*operated); }; });
}

/// What a file may hold. The places' kinds build on each other: states, then districts, then
/// places.
using Kinds = std::vector<std::string>;
Kinds const export_kinds{"places", "products", "enterprises"};
Kinds const import_kinds{"places",    "products", "enterprises", "states",
                         "districts", "labels",   "words",       "revoked"};

void add_import(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", kind, file, as;
    };
    auto given = std::make_shared<Given>();
    // Not called `import`: clang-format takes that for a module.
    auto* command =
        app.add_subcommand("import", "reads what one file holds; a bad row is named and left out");
    command->add_option("KIND", given->kind, "what the file holds")
        ->required()
        ->check(CLI::IsMember(import_kinds));
    command->add_option("FILE", given->file, "CSV with a header row, or JSON")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--data", given->data, "folder of the database")->capture_default_str();
    command->add_option("--as", given->as, gateway::as_whom);
    command->footer("Examples:\n  haatline import products my-products.csv --data "
                    "/var/lib/haatline\n  haatline import districts districts.csv\n");
    command->callback([given, &run] {
        run = [given] {
            return gateway::command_import(given->data, given->kind, given->file,
                                           gateway::staff_called(given->as));
        };
    });
}

void add_export(CLI::App& app, Run& run) {
    struct Given {
        std::string data = "var", kind, format = "csv", as;
    };
    auto given = std::make_shared<Given>();
    auto* command =
        app.add_subcommand("export", "writes places, products or enterprises to standard output");
    command->add_option("KIND", given->kind, "what to write")
        ->required()
        ->check(CLI::IsMember(export_kinds));
    command->add_option("--data", given->data, "folder of the database")->capture_default_str();
    command->add_option("--format", given->format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}))
        ->capture_default_str();
    command->add_option("--as", given->as, gateway::as_whom);
    command->footer("Example:\n  haatline export enterprises --format json > enterprises.json\n");
    command->callback([given, &run] {
        run = [given] {
            return gateway::command_export(given->data, given->kind, given->format,
                                           gateway::staff_called(given->as));
        };
    });
}

void add_queue(CLI::App& app, Run& run) {
    auto* queue = app.add_subcommand(
        "queue", "what callers left for people to do: call-backs, tickets, reports");
    gateway::describe_queue(*queue, [&run](Run chosen) { run = std::move(chosen); });
}

void add_dlt(CLI::App& app, Run& run) {
    auto* dlt = app.add_subcommand(
        "dlt", "the register of commercial messages: what may be sent to Indian numbers");
    gateway::describe_dlt(*dlt, [&run](Run chosen) { run = std::move(chosen); });
}

void add_trace(CLI::App& app, Run& run) {
    auto* trace = app.add_subcommand("trace", "what became of a message: answers a complaint");
    gateway::describe_trace(*trace, [&run](Run chosen) { run = std::move(chosen); });
    auto* ledger = app.add_subcommand("ledger", "the ledger of messages: its head, and as a file");
    gateway::describe_ledger(*ledger, [&run](Run chosen) { run = std::move(chosen); });
}

void add_alert(CLI::App& app, Run& run) {
    auto* alert =
        app.add_subcommand("alert", "one message to many, past two people: see docs/alerts.md");
    gateway::describe_alert(*alert, [&run](Run chosen) { run = std::move(chosen); });
}

void add_find(CLI::App& app, Run& run) {
    auto* find = app.add_subcommand("find", "what a caller's word finds, in any writing, and why");
    gateway::describe_find(*find, [&run](Run chosen) { run = std::move(chosen); });
}

void add_encode(CLI::App& app, Run& run) {
    auto* encode =
        app.add_subcommand("encode", "how a text travels, octet by octet, and what it costs");
    gateway::describe_encode(*encode, [&run](Run chosen) { run = std::move(chosen); });
}

/// A backup written to a full disk is no backup: what did not reach standard output is told.
int written_out(int status) {
    bool const whole =
        std::cout.flush().good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (whole) return status;
    std::fputs("haatline: standard output took not all of it; is the disk full?\n", stderr);
    return status == 0 ? 1 : status;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Haatline, the phone line into the village market: an SMS / USSD / IVR gateway with a menu "
        "engine over a cluster database."};
    app.set_version_flag("--version", "haatline " HAATLINE_VERSION);
    app.require_subcommand(1);
    app.footer("Try it:\n  haatline serve --demo          in one terminal\n  haatline phone        "
               "         in another, then dial *789#\n");
    Run run;
    add_serve(app, run);
    add_check(app, run);
    gateway::add_texts(app, run);
    add_encode(app, run);
    add_say(app, run);
    add_adapter(app, run);
    add_reload(app, run);
    add_phone(app, run);
    add_load(app, run);
    add_simulate(app, run);
    add_import(app, run);
    add_export(app, run);
    add_queue(app, run);
    add_trace(app, run);
    add_alert(app, run);
    add_find(app, run);
    add_dlt(app, run);
    gateway::add_keeping(app, run);
    try {
        app.parse(argc, argv);
        return written_out(run());
    } catch (CLI::ParseError const& error) {
        // CLI11 has a number of its own for each fault; a script asks only whether it typed right.
        return app.exit(error) == 0 ? 0 : 2;
    } catch (std::exception const& error) { // the one fence of this edge
        std::fprintf(stderr, "haatline: %s\n", error.what());
        return 1;
    }
}
