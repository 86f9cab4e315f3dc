#include "gateway/app/command_check.hpp"

#include "base/world.hpp"
#include "gateway/app/program.hpp"
#include "gateway/net/folder_watch.hpp"
#include "menus/picture/picture.hpp"
#include "menus/report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

namespace haatline::gateway {
namespace {

/// Colours are for eyes: not in files and pipes, nor where NO_COLOR says so (no-color.org).
bool wants_colours() {
    return ::isatty(STDOUT_FILENO) == 1 && system_environment("NO_COLOR").empty();
}

void write(Loaded const& loaded, CheckOptions const& options, std::ostream& out) {
    auto const& format = options.format;
    if (format == "json") return menus::write_json(loaded.report, out, options.paise);
    if (format == "md") return menus::write_markdown(loaded.report, options.paise, out);
    if (format == "text")
        return menus::write_text(loaded.report, out, options.out.empty() && wants_colours(),
                                 options.paise);
    auto const& [menu, words] = std::tie(loaded.draft->menu, loaded.draft->words);
    if (format == "html") return menus::write_html(menu, words, loaded.report, out, options.paise);
    if (format == "svg") return menus::write_svg(menu, words, loaded.report, options.language, out);
    menus::write_dot(menu, words, options.language, out);
}

/// A picture of nothing is no picture: then the report says why.
bool can_draw(Loaded const& loaded, CheckOptions const& options) {
    for (auto const* written : {"text", "json", "md"})
        if (options.format == written) return true;
    if (!loaded.draft) {
        menus::write_text(loaded.report, std::cerr);
        return false;
    }
    if (loaded.draft->words.language(options.language)) return true;
    std::cerr << fmt::format("--lang {}: locales/ has no such language\n", options.language);
    return false;
}

int check_once(CheckOptions const& options) {
    auto const loaded = load_program(options.menus_dir, options.locales_dir, standard_budgets());
    if (!loaded) {
        std::cerr << loaded.error().detail << '\n';
        return 2;
    }
    if (!can_draw(*loaded, options)) return loaded->report.ok() ? 2 : 1;
    if (options.out.empty()) {
        write(*loaded, options, std::cout);
    } else {
        std::ofstream file(options.out, std::ios::binary);
        write(*loaded, options, file);
        file.flush();
        if (!file) {
            std::cerr << fmt::format("cannot write {}: check the path and its rights\n",
                                     options.out);
            return 2;
        }
        std::cout << fmt::format("{}: {} errors, {} warnings\n", options.out,
                                 loaded->report.errors(), loaded->report.warnings());
    }
    return loaded->report.ok() ? 0 : 1;
}

} // namespace

int command_check(CheckOptions const& options) {
    if (!options.watch) return check_once(options);
    auto watch = FolderWatch::open({options.menus_dir, options.locales_dir});
    if (!watch) {
        std::cerr << watch.error().detail << '\n';
        return 2;
    }
    do {
        check_once(options);
        std::cout << "watching; Ctrl-C ends\n" << std::flush;
    } while ((*watch)->wait());
    return 0;
}

} // namespace haatline::gateway
