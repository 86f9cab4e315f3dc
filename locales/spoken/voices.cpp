#include "locales/spoken/voices.hpp"

#include "locales/spoken/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::spoken {
namespace {

/// "locales/hi/numbers.toml" → "hi"; empty for other files.
std::string_view language_of(std::string_view path) {
    constexpr std::string_view name = "/numbers.toml";
    if (!path.ends_with(name)) return {};
    auto const folder = path.substr(0, path.size() - name.size());
    return folder.substr(folder.rfind('/') + 1);
}

} // namespace

Voices Voices::load(std::span<Embedded const> files, std::vector<Problem>& problems) {
    Voices out;
    for (Embedded const& file : files) {
        std::string const language(language_of(file.path));
        if (language.empty()) continue;
        auto read = read_table(language, file.path, file.content, problems);
        if (!read) continue;
        if (read->same_as.empty())
            out.tables_.emplace(language, std::move(read->table));
        else
            out.same_as_.emplace(language, Borrowed{read->same_as, std::string(file.path)});
    }
    std::erase_if(out.same_as_, [&](auto const& each) {
        auto const& borrowed = each.second;
        if (out.tables_.contains(borrowed.from)) return false;
        problems.push_back(
            {borrowed.file, 1,
             fmt::format("same_as \"{}\": that language has no words of its own; name one that has",
                         borrowed.from)});
        return true;
    });
    return out;
}

NumberTable const* Voices::of(std::string_view language) const {
    auto const borrowed = same_as_.find(language);
    auto const found = tables_.find(borrowed == same_as_.end() ? language : borrowed->second.from);
    return found == tables_.end() ? nullptr : &found->second;
}

std::vector<std::string> Voices::languages() const {
    std::vector<std::string> out;
    for (auto const& [code, table] : tables_) out.push_back(code);
    for (auto const& [code, borrowed] : same_as_) out.push_back(code);
    std::sort(out.begin(), out.end());
    return out;
}

std::size_t Voices::drafts() const {
    return static_cast<std::size_t>(std::count_if(
        tables_.begin(), tables_.end(), [](auto const& each) { return each.second.draft; }));
}

} // namespace haatline::spoken
