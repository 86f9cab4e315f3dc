#include "gateway/app/house.hpp"
#include "menus/report.hpp"

#include <fmt/format.h>

#include <sstream>

// What a running house reads again: menus, words, mappings, the register of messages.
namespace haatline::gateway {

void House::reload(std::function<void(Reloaded)> told) {
    if (!told) told = [](Reloaded const&) {};
    if (reload_runs_) return told({false, "a reload is under way already: try again\n"});
    reload_runs_ = true;
    if (reloading_.joinable()) reloading_.join();
    reloading_ = std::thread([this, told = std::move(told),
                              dirs = std::make_pair(config_.menus_dir, config_.locales_dir),
                              languages = config_.languages, all = budgets(),
                              files = provider_files(config_.routes), dlt = config_.dlt,
                              data = config_.data_dir] {
        auto loaded =
            std::make_shared<Result<Loaded>>(load_program(dirs.first, dirs.second, all, languages));
        auto providers = std::make_shared<Result<std::vector<ProviderFile>>>(read_again(files));
        auto messages = std::make_shared<Result<dlt::Register>>(DltDesk::read(dlt, data));
        works_->post([this, loaded, providers, messages, told] {
            reload_runs_ = false;
            told(take_over(*loaded, *providers, std::move(*messages)));
        });
    });
}

/// All of it or nothing: a menu may stand for a provider's new format, or the other way round.
House::Reloaded House::take_over(Result<Loaded> const& loaded,
                                 Result<std::vector<ProviderFile>> const& providers,
                                 Result<dlt::Register> messages) {
    std::ostringstream report;
    if (!messages) report << messages.error().detail << '\n';
    if (!loaded) {
        spdlog::error("menus refused: {}", loaded.error().detail);
        report << loaded.error().detail << '\n';
    } else if (!say_findings(loaded->report) || !loaded->program) {
        menus::write_text(loaded->report, report);
    }
    if (!providers) {
        report << providers.error().detail;
        std::istringstream lines(providers.error().detail);
        for (std::string line; std::getline(lines, line);)
            spdlog::error("mapping refused: {}", line);
    }
    if (auto const problems = report.str(); !problems.empty()) {
        std::string_view const what =
            provider_files(config_.routes).empty() ? "menus" : "menus and mappings";
        spdlog::error("reload refused, the running {} stay", what);
        return {false, fmt::format("{}refused: the running {} stay\n", problems, what)};
    }
    for (auto const& each : *providers) {
        router_->use(each.route, each.mapping);
        if (mapping_read_) mapping_read_(each.route, each.mapping);
        spdlog::info("mapping read again route={}", each.route);
    }
    dlt_->take(std::move(*messages));
    return {true, take_over_menus(*loaded) + told_of(*providers)};
}

std::string House::take_over_menus(Loaded const& loaded) {
    if (loaded.program->mark == dispatcher_->newest().mark) {
        bool const embedded = config_.menus_dir.empty() && config_.locales_dir.empty();
        return embedded ? "menus and words are those inside the binary; to change them, "
                          "serve with --menus DIR and --locales DIR\n"
                        : "menus and words are as they were\n";
    }
    dispatcher_->use(loaded.program);
    spdlog::info("menus and words read again version={} screens={} warnings={}",
                 loaded.program->mark, loaded.report.screens, loaded.report.warnings());
    return fmt::format("in use: version {}, {} screens, {} languages, {} warnings; calls that "
                       "are open finish on the version they began with\n",
                       loaded.program->mark, loaded.report.screens, loaded.report.languages,
                       loaded.report.warnings());
}

} // namespace haatline::gateway
