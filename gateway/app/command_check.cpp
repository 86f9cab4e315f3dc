#include "gateway/app/command_check.hpp"

#include "base/world.hpp"
#include "gateway/app/program.hpp"
#include "menus/report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace haatline::gateway {
namespace {

/// Colours are for eyes: not in files and pipes, nor where NO_COLOR says so (no-color.org).
bool wants_colours() {
    return ::isatty(STDOUT_FILENO) == 1 && system_environment("NO_COLOR").empty();
}

} // namespace

int command_check(std::string const& menus_dir, std::string const& locales_dir,
                  std::string const& format) {
    if (format != "text" && format != "json") {
        std::cerr << fmt::format("--format must be text or json, not {}\n", format);
        return 2;
    }
    auto const loaded = load_program(menus_dir, locales_dir, standard_budgets());
    if (!loaded) {
        std::cerr << loaded.error().detail << '\n';
        return 2;
    }
    if (format == "json")
        menus::write_json(loaded->report, std::cout);
    else
        menus::write_text(loaded->report, std::cout, wants_colours());
    return loaded->report.ok() ? 0 : 1;
}

} // namespace haatline::gateway
