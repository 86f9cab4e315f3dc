#include "gateway/app/command_texts.hpp"

#include "base/folder.hpp"
#include "base/whole_file.hpp"
#include "base/world.hpp"
#include "gateway/app/program.hpp"
#include "locales/text/columns.hpp"
#include "menus/texts/boxes.hpp"
#include "menus/texts/import.hpp"
#include "menus/texts/locale_files.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <optional>

namespace haatline::gateway {
namespace {

// Thirteen languages are 3 MB together; one that is longer is no file of texts.
constexpr std::size_t kFileMax = 8 * 1024 * 1024;
constexpr std::size_t kReaderMax = 60;

// What a foreign file says goes to a terminal by `text::shown` alone.
int refuse(std::string const& what) {
    std::cerr << "haatline: " << text::shown(what) << '\n';
    return 2;
}

/// Menus and the files of all languages, from folders or from the binary.
struct Opened {
    std::vector<OwnedFile> kept_flows, kept_words;
    std::vector<Embedded> flows, words;
    std::optional<menus::Menu> menu;
    std::optional<Catalogue> catalogue;
    std::optional<menus::NewLanguage> fresh; ///< a language that has no folder yet
};

Result<void> open_files(TextsOptions const& options, Opened& out) {
    auto const files = [](std::string const& dir, std::vector<std::string_view> const& endings,
                          std::span<Embedded const> embedded, std::vector<OwnedFile>& kept,
                          std::vector<Embedded>& into) -> Result<void> {
        into.assign(embedded.begin(), embedded.end());
        if (dir.empty()) return {};
        auto read = read_folder(dir, endings);
        if (!read) return fail(read.error());
        kept = std::move(*read);
        into = as_embedded(kept);
        return {};
    };
    if (auto read =
            files(options.menus_dir, {".yaml"}, menus::embedded_files(), out.kept_flows, out.flows);
        !read)
        return read;
    return files(options.locales_dir, {".po", ".toml"}, locales::embedded_files(), out.kept_words,
                 out.words);
}

Result<void> open_menu(Opened& out) {
    std::vector<Problem> problems;
    auto menu = menus::Menu::load(out.flows, problems);
    if (!menu) return fail(menu.error());
    if (!problems.empty())
        return fail(Errc::invalid_config,
                    fmt::format("{}:{}: {}", problems[0].file, problems[0].line, problems[0].what));
    out.menu = std::move(*menu);
    return {};
}

Result<void> open_words(TextsOptions const& options, Opened& out) {
    std::vector<Problem> problems;
    auto words = Catalogue::load(out.words, problems);
    if (!words) return fail(words.error());
    if (!problems.empty())
        return fail(Errc::invalid_config,
                    fmt::format("{}:{}: {}; `haatline check` has more", problems[0].file,
                                problems[0].line, problems[0].what));
    auto const& language = options.what.language;
    if (!words->language(language)) {
        out.fresh = menus::new_language(language);
        words = Catalogue::load(out.fresh->beside(out.words), problems);
        if (!words) return fail(words.error());
    }
    out.catalogue = std::move(*words);
    return {};
}

Result<void> open_all(TextsOptions const& options, Opened& out) {
    if (auto done = open_files(options, out); !done) return done;
    if (auto done = open_menu(out); !done) return done;
    return open_words(options, out);
}

std::string today() {
    return fmt::format("{:%Y-%m-%d}",
                       std::chrono::floor<std::chrono::days>(system_world().clock.now()));
}

/// A name stands in a comment of one line.
bool is_name(std::string const& name) {
    return name.size() <= kReaderMax && std::none_of(name.begin(), name.end(), [](unsigned char c) {
               return c < 0x20 || c == 0x7F;
           });
}

void tell(menus::Imported const& done, TextsOptions const& options) {
    for (auto const& refused : done.refused)
        std::cerr << fmt::format("{}:{}: {}\n", options.file, refused.line,
                                 text::shown(refused.what));
    for (auto const& note : done.notes) std::cout << "note: " << text::shown(note) << '\n';
    std::cout << fmt::format(
        "{}: {} taken, {} refused, {} unchanged, {} read by a native reader, {} "
        "fuzzy and {} empty left as they were\n",
        done.language, done.taken, done.refused.size(), done.unchanged, done.approved, done.fuzzy,
        done.empty);
}

} // namespace

int command_texts_export(TextsOptions const& options) {
    if (!menus::is_language_code(options.what.language))
        return refuse("--lang is a language, as in hi or hi-Latn");
    Opened opened;
    if (auto done = open_all(options, opened); !done) return refuse(done.error().detail);
    auto const po = menus::export_texts(*opened.menu, *opened.catalogue, options.what);
    if (!po) return refuse(po.error().detail);
    if (options.file.empty()) {
        std::cout << *po << std::flush;
        return std::cout ? 0 : 2;
    }
    auto const written = write_whole_file(options.file, *po);
    return written ? 0 : refuse(written.error().detail);
}

int command_texts_import(TextsOptions const& options) {
    if (!is_name(options.reviewed_by))
        return refuse("--reviewed is a name of one line, at most 60 bytes");
    auto const& language = options.what.language;
    if (!language.empty() && !menus::is_language_code(language))
        return refuse("--lang is a language, as in hi or hi-Latn");
    Opened opened;
    if (auto done = open_files(options, opened); !done) return refuse(done.error().detail);
    if (auto done = open_menu(opened); !done) return refuse(done.error().detail);
    auto const content = read_whole_file(options.file, kFileMax);
    if (!content) return refuse(content.error().detail);
    auto const done = menus::import_texts(
        *opened.menu, opened.words,
        {options.file, *content, language, options.reviewed_by, today()}, standard_budgets());
    if (!done) return refuse(done.error().detail);
    tell(*done, options);
    if (done->changed && !options.dry_run) {
        if (auto written = write_whole_file(done->path, done->content); !written)
            return refuse(written.error().detail);
        std::cout << done->path << ": written\n";
    }
    return done->refused.empty() ? 0 : 1;
}

int command_texts_preview(TextsOptions const& options) {
    Opened opened;
    if (auto done = open_all(options, opened); !done) return refuse(done.error().detail);
    if (opened.fresh)
        return refuse(fmt::format("\"{}\" is no language of the locales", options.what.language));
    menus::Screens const screens(*opened.menu, *opened.catalogue, options.what.budget);
    bool found = false;
    for (auto const& english : opened.catalogue->messages("en")) {
        if (!options.key.empty() && english.key != options.key) continue;
        found = true;
        std::cout << text::shown(english.key) << '\n';
        for (auto const& screen : screens.of(english.key, options.what.language))
            menus::write_box(screen, std::cout);
    }
    if (found) return 0;
    return refuse(fmt::format("no text has the key \"{}\"", options.key));
}

} // namespace haatline::gateway
