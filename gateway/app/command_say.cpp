#include "gateway/app/command_say.hpp"

#include "base/folder.hpp"
#include "locales/catalogue.hpp"
#include "locales/spoken/say.hpp"
#include "locales/spoken/voices.hpp"
#include "locales/text/digits.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <set>

namespace haatline::gateway {
namespace json = boost::json;
using namespace spoken;
namespace {

struct Manner {
    char const* name;
    Result<Clips> (*say)(NumberTable const&, std::string const& value, int group);
};

constexpr std::array<Manner, 5> kManners{{
    {"number",
     [](NumberTable const& table, std::string const& value, int) {
         return read_amount(value).and_then(
             [&](Amount const& amount) { return say_number(table, amount); });
     }},
    {"money",
     [](NumberTable const& table, std::string const& value, int) {
         return read_amount(value).and_then(
             [&](Amount const& amount) { return say_money(table, amount); });
     }},
    {"date",
     [](NumberTable const& table, std::string const& value, int) {
         return read_date(value).and_then([&](Date const& date) { return say_date(table, date); });
     }},
    {"digits", [](NumberTable const& table, std::string const& value,
                  int group) { return say_digits(table, value, static_cast<std::size_t>(group)); }},
    {"quantity",
     [](NumberTable const& table, std::string const& value, int) {
         return read_quantity(value).and_then(
             [&](Quantity const& quantity) { return say_quantity(table, quantity); });
     }},
}};

Manner const& manner_called(std::string_view name) {
    for (auto const& manner : kManners)
        if (manner.name == name) return manner;
    return kManners.front(); // the options admit no other
}

/// Faults of the folder are told and end it: half a voice would be worse than none.
Result<Voices> load_voices(std::string const& dir) {
    std::vector<OwnedFile> kept;
    std::vector<Embedded> files;
    if (dir.empty()) {
        auto const inside = locales::embedded_files();
        files.assign(inside.begin(), inside.end());
    } else {
        auto read = read_folder(dir, {".toml"});
        if (!read) return fail(read.error());
        kept = std::move(*read);
        for (auto const& file : kept) files.push_back({file.path, file.content});
    }
    std::vector<Problem> problems;
    auto voices = Voices::load(files, problems);
    if (problems.empty()) return voices;
    std::string told;
    for (auto const& problem : problems)
        told += fmt::format("{}{}:{}: {}", told.empty() ? "" : "\n", problem.file, problem.line,
                            problem.what);
    return fail(Errc::invalid_config, told);
}

json::object as_json(std::string const& language, std::string const& as, Clips const& clips) {
    json::array rows;
    for (auto const& clip : clips)
        rows.push_back(json::object{{"name", clip.name}, {"word", clip.word}});
    return {
        {"language", language}, {"as", as}, {"text", text_of(clips)}, {"clips", std::move(rows)}};
}

/// A language that borrows its voice has nothing to record.
void print_recording_list(Voices const& voices, std::vector<std::string> const& languages) {
    std::cout << "language,name,word\n";
    std::set<std::string> done;
    for (auto const& language : languages) {
        NumberTable const& table = *voices.of(language);
        if (!done.insert(table.language).second) continue;
        for (auto const& clip : table.clips())
            if (!clip.word.empty()) // silence is not recorded
                std::cout << fmt::format("{},{},{}\n", table.language, clip.name, clip.word);
    }
}

int print_said(Voices const& voices, std::vector<std::string> const& languages,
               SayOptions const& options) {
    auto const& manner = manner_called(options.as);
    auto const value = text::ascii_digits(options.value);
    json::array rows;
    for (auto const& language : languages) {
        auto const clips = manner.say(*voices.of(language), value, options.group);
        if (!clips) {
            std::cerr << clips.error().detail << '\n';
            return 1;
        }
        if (options.json) {
            rows.push_back(as_json(language, options.as, *clips));
            continue;
        }
        std::string names;
        for (auto const& clip : *clips) names += ' ' + clip.name;
        std::cout << fmt::format("{:<8}{}\n{:<7}{}\n", language, text_of(*clips), "", names);
    }
    if (options.json)
        std::cout << (options.language == "all" ? json::serialize(rows) : json::serialize(rows[0]))
                  << '\n';
    return 0;
}

} // namespace

void describe_say(CLI::App& say, std::function<void(std::function<int()>)> chosen) {
    auto given = std::make_shared<SayOptions>();
    SayOptions& options = *given;
    std::vector<std::string> names;
    for (auto const& manner : kManners) names.emplace_back(manner.name);
    say.add_option("VALUE", options.value,
                   "12345, -0.5; money 12,500.50; date 2026-08-15 or 08-15; quantity \"50 kg\"");
    say.add_option("--as", options.as, "what it is")
        ->check(CLI::IsMember(names))
        ->capture_default_str();
    say.add_option("--lang", options.language, "a language, or all")->capture_default_str();
    say.add_option("--group", options.group, "digits: a pause after every so many")
        ->check(CLI::Range(0, static_cast<int>(most_digits)));
    say.add_option("--locales", options.locales_dir,
                   "folder of languages instead of those in the binary")
        ->check(CLI::ExistingDirectory);
    say.add_flag("--clips", options.clips, "the clips to record for a language, as CSV");
    say.add_flag("--json", options.json, "for scripts");
    say.footer("Exit status: 0 said, 1 no such value, 2 folders or options are wrong.\n"
               "Examples:\n  haatline say --lang hi 12345\n"
               "  haatline say --lang all --as money 12,500.50\n"
               "  haatline say --lang ta --as date 2026-08-15\n"
               "  haatline say --as digits --group 2 110001\n"
               "  haatline say --clips --lang ml > to-record.csv\n"
               "A value that begins with a minus comes after --: haatline say -- -5\n");
    say.callback([given, chosen] { chosen([given] { return command_say(*given); }); });
}

int command_say(SayOptions const& options) {
    auto const voices = load_voices(options.locales_dir);
    if (!voices) {
        std::cerr << voices.error().detail << '\n';
        return 2;
    }
    std::vector<std::string> const all = voices->languages();
    if (options.language != "all" && !voices->of(options.language)) {
        std::cerr << fmt::format("--lang {}: no numbers.toml; there are: {}\n", options.language,
                                 fmt::join(all, " "));
        return 2;
    }
    auto const languages =
        options.language == "all" ? all : std::vector<std::string>{options.language};
    if (options.clips) {
        print_recording_list(*voices, languages);
        return 0;
    }
    if (options.value.empty()) {
        std::cerr << "say needs a value, or --clips for the list to record\n";
        return 2;
    }
    return print_said(*voices, languages, options);
}

} // namespace haatline::gateway
