#include "menus/texts/locale_files.hpp"

#include "locales/po.hpp"
#include "menus/texts/export.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::menus {
namespace {

constexpr std::string_view kToml = "language.toml", kPo = "messages.po";

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_file(std::string_view path, std::string_view language, std::string_view name) {
    auto const slash = path.rfind('/');
    if (slash == path.npos || path.substr(slash + 1) != name) return false;
    auto const folder = path.substr(0, slash);
    return folder.substr(folder.rfind('/') + 1) == language;
}

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

std::size_t index_of(std::vector<Embedded> const& files, std::string_view language,
                     std::string_view name) {
    auto const found = std::find_if(files.begin(), files.end(), [&](Embedded const& file) {
        return is_file(file.path, language, name);
    });
    return found == files.end() ? kNowhere : static_cast<std::size_t>(found - files.begin());
}

} // namespace

bool is_language_code(std::string_view code) {
    constexpr std::size_t part_max = 8; // BCP 47 §2.1
    std::size_t part = 0;
    if (code.empty() || code.size() > 3 * part_max || !letter(code.front())) return false;
    for (char const c : code) {
        if (c == '-' && part > 0) {
            part = 0;
            continue;
        }
        if ((!letter(c) && !digit(c)) || ++part > part_max) return false;
    }
    return part > 0;
}

std::string language_of_po(std::string_view content) {
    std::string const header = po::read_header(content);
    constexpr std::string_view name = "Language:";
    auto at = header.starts_with(name) ? 0 : header.find("\n" + std::string(name));
    if (at == header.npos) return {};
    at = header.find(':', at) + 1;
    std::string code = header.substr(at, header.find('\n', at) - at);
    std::erase_if(code, [](char c) { return c == ' ' || c == '\t'; });
    std::replace(code.begin(), code.end(), '_', '-');
    if (auto const script = code.find("@latin"); script != code.npos)
        code = code.substr(0, script) + "-Latn";
    return is_language_code(code) ? code : std::string();
}

std::vector<Embedded> NewLanguage::beside(std::span<Embedded const> files) const {
    std::vector<Embedded> out(files.begin(), files.end());
    out.push_back({toml_path, toml});
    out.push_back({po_path, po});
    return out;
}

NewLanguage new_language(std::string_view code) {
    // Latin letters travel as septets; every other writing of India does not.
    bool const latin = code.ends_with("-Latn");
    return {fmt::format("code = \"{0}\"\nown_name = \"{0}\"\nlatin_name = \"{0}\"\n"
                        "needs_ucs2 = {1}\n",
                        code, latin ? "false" : "true"),
            po_header(code), fmt::format("locales/{}/{}", code, kToml),
            fmt::format("locales/{}/{}", code, kPo)};
}

Result<LocaleFiles> LocaleFiles::of(std::span<Embedded const> all, std::string_view language) {
    LocaleFiles out;
    out.language_ = language;
    out.files_.assign(all.begin(), all.end());
    out.english_ = index_of(out.files_, "en", kPo);
    if (out.english_ == kNowhere)
        return fail(Errc::invalid_config, "the folder has no en/messages.po: give --locales the "
                                          "folder that holds all languages");
    auto const toml = index_of(out.files_, language, kToml);
    if (toml == kNowhere)
        return fail(Errc::invalid_config,
                    fmt::format("{0}/language.toml is missing: write it first (code = \"{0}\", "
                                "own_name, latin_name, dial_suffix; see locales/README.md)",
                                language));
    out.texts_ = index_of(out.files_, language, kPo);
    if (out.texts_ != kNowhere) return out;
    std::string path(out.files_[toml].path);
    path.replace(path.size() - kToml.size(), kToml.size(), kPo);
    out.made_ = std::make_shared<NewFile const>(NewFile{std::move(path), po_header(language)});
    out.texts_ = out.files_.size();
    out.files_.push_back({out.made_->path, out.made_->content});
    return out;
}

std::vector<Embedded> LocaleFiles::with_texts(std::string_view content) const {
    auto out = files_;
    out[texts_].content = content;
    return out;
}

} // namespace haatline::menus
