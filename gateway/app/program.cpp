#include "gateway/app/program.hpp"

#include "base/folder.hpp"
#include "gateway/wire/digest.hpp"
#include "locales/spoken/voices.hpp"

namespace haatline::gateway {
namespace {

/// Files of a folder, or those in the binary. `kept` owns what the views look at.
Result<std::vector<Embedded>> files_of(std::string const& dir,
                                       std::vector<std::string_view> const& endings,
                                       std::span<Embedded const> embedded,
                                       std::vector<OwnedFile>& kept) {
    if (dir.empty()) return std::vector<Embedded>(embedded.begin(), embedded.end());
    auto read = read_folder(dir, endings);
    if (!read) return fail(read.error());
    kept = std::move(*read);
    std::vector<Embedded> out;
    for (auto const& file : kept) out.push_back({file.path, file.content});
    return out;
}

/// Every name and letter of the files, in their order.
std::string mark_of(std::vector<Embedded> const& flows, std::vector<Embedded> const& words) {
    constexpr std::size_t digits = 12; // 48 bits: a handful of versions must not look alike
    std::string mark;
    for (auto const* files : {&flows, &words})
        for (auto const& file : *files) {
            auto const name =
                file.path.substr(file.path.find_last_of('/', file.path.rfind('/') - 1) + 1);
            mark = short_digest({mark, name, file.content});
        }
    return mark.substr(0, digits);
}

} // namespace

std::vector<menus::NamedBudget> standard_budgets() {
    return {{"182/80", {182, 80}}, {"160/80", {160, 80}}, {"160/60", {160, 60}}};
}

Result<Loaded> load_program(std::string const& menus_dir, std::string const& locales_dir,
                            std::vector<menus::NamedBudget> const& budgets,
                            std::span<std::string const> offered) {
    std::vector<OwnedFile> kept_menus, kept_words;
    auto const flows = files_of(menus_dir, {".yaml"}, menus::embedded_files(), kept_menus);
    if (!flows) return fail(flows.error());
    auto const words =
        files_of(locales_dir, {".po", ".toml"}, locales::embedded_files(), kept_words);
    if (!words) return fail(words.error());

    std::vector<Problem> problems;
    auto catalogue = Catalogue::load(*words, problems);
    auto menu = menus::Menu::load(*flows, problems);
    auto const voices = spoken::Voices::load(*words, problems);
    Loaded out;
    if (!catalogue || !menu) {
        for (auto const& problem : problems)
            out.report.findings.push_back(
                {menus::Finding::Level::error, problem.file, problem.line, problem.what});
        for (auto const* error :
             {catalogue ? nullptr : &catalogue.error(), menu ? nullptr : &menu.error()})
            if (error)
                out.report.findings.push_back({menus::Finding::Level::error, "", 0, error->detail});
        return out;
    }
    if (!offered.empty())
        if (auto taken = catalogue->offer(offered); !taken)
            problems.push_back({"the configuration", 0, taken.error().detail});
    out.report = menus::check(*menu, *catalogue, problems, budgets);
    out.report.voices = static_cast<int>(voices.tables());
    out.report.voice_drafts = static_cast<int>(voices.drafts());
    out.draft = std::make_shared<Program const>(std::move(*menu), std::move(*catalogue),
                                                mark_of(*flows, *words));
    if (out.report.ok()) out.program = out.draft;
    return out;
}

} // namespace haatline::gateway
