#include "locales/catalogue_reader.hpp"

#include "locales/language_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace haatline {
namespace {

constexpr std::string_view kEnglish = "en";

/// "locales/hi/messages.po" → {"hi", "messages.po"}: an override folder may lie anywhere.
std::pair<std::string_view, std::string_view> folder_and_name(std::string_view path) {
    auto const slash = path.rfind('/');
    if (slash == path.npos) return {{}, path};
    std::string_view const above = path.substr(0, slash);
    return {above.substr(above.rfind('/') + 1), path.substr(slash + 1)};
}

} // namespace

Result<void> CatalogueReader::read(std::span<Embedded const> files) {
    std::map<std::string_view, Folder> folders;
    for (Embedded const& file : files) {
        auto const [code, name] = folder_and_name(file.path);
        if (name == "language.toml") folders[code].language = &file;
        if (name == "messages.po") folders[code].messages = &file;
    }
    read_languages(folders);
    state_.english = state_.index_of(kEnglish);
    if (state_.english == Catalogue::State::kUnknown)
        return fail(
            Errc::invalid_config,
            "no English texts: add en/language.toml and en/messages.po to the locales folder");
    check_languages();
    lay_ways();

    std::size_t const count = state_.languages.size();
    state_.infos.resize(count);
    for (Language const& language : state_.languages) state_.plurals.emplace_back(language.code);
    read_messages(state_.english,
                  *folders_[state_.english].messages); // first: the others are compared with it
    for (std::size_t i = 0; i < count; ++i)
        if (i != state_.english) read_messages(i, *folders_[i].messages);
    return {};
}

void CatalogueReader::read_languages(std::map<std::string_view, Folder> const& folders) {
    std::vector<std::pair<Language, Folder>> read;
    for (auto const& [code, folder] : folders) {
        if (folder.language == nullptr || folder.messages == nullptr) {
            bool const no_language = folder.language == nullptr;
            report((no_language ? folder.messages : folder.language)->path, 1,
                   fmt::format("{} is missing beside this file: add it or remove the folder",
                               no_language ? "language.toml" : "messages.po"));
            continue;
        }
        Language language =
            read_language(folder.language->path, folder.language->content, problems_);
        if (!language.code.empty() && language.code != code)
            report(folder.language->path, 1,
                   fmt::format("code is \"{}\" but the folder is \"{}\": make them the same",
                               language.code, code));
        language.code = code;
        if (language.fallback.empty() && code != kEnglish) language.fallback = kEnglish;
        read.emplace_back(std::move(language), folder);
    }
    // Folders come by code, so that languages of one place stay in that order.
    std::stable_sort(read.begin(), read.end(),
                     [](auto const& a, auto const& b) { return a.first.place < b.first.place; });
    for (auto& [language, folder] : read) {
        state_.languages.push_back(std::move(language));
        folders_.push_back(folder);
    }
    state_.offered = state_.languages;
}

void CatalogueReader::check_languages() {
    std::map<std::string_view, std::string_view> suffixes;
    for (std::size_t i = 0; i < state_.languages.size(); ++i) {
        Language const& language = state_.languages[i];
        std::string_view const file = folders_[i].language->path;
        if (!language.fallback.empty() &&
            state_.index_of(language.fallback) == Catalogue::State::kUnknown)
            report(file, 1,
                   fmt::format("fallback \"{}\" is no folder of locales", language.fallback));
        if (language.dial_suffix.empty()) continue;
        auto const [first, added] = suffixes.emplace(language.dial_suffix, language.code);
        if (!added)
            report(file, 1,
                   fmt::format("dial_suffix {} is taken by \"{}\": choose another",
                               language.dial_suffix, first->second));
    }
}

void CatalogueReader::lay_ways() {
    for (std::size_t i = 0; i < state_.languages.size(); ++i) {
        std::vector<std::size_t> way;
        for (std::size_t at = i; at != Catalogue::State::kUnknown;
             at = state_.index_of(state_.languages[at].fallback)) {
            if (std::find(way.begin(), way.end(), at) != way.end())
                break; // fallbacks in a circle end where they began
            way.push_back(at);
        }
        if (std::find(way.begin(), way.end(), state_.english) == way.end())
            way.push_back(state_.english);
        state_.ways.push_back(std::move(way));
    }
}

void CatalogueReader::read_messages(std::size_t index, Embedded const& file) {
    std::size_t const problems_before = problems_.size();
    for (po::Message const& message : po::read(file.path, file.content, problems_))
        add(index, file, message);
    if (index != state_.english) return;
    english_whole_ = problems_.size() == problems_before;
    for (MessageInfo const& info : state_.infos[index]) english_.emplace(info.key, info.text);
}

void CatalogueReader::add(std::size_t index, Embedded const& file, po::Message const& message) {
    bool const english = index == state_.english;
    MessageInfo info{message.key,          message.source,         message.text,
                     message.description,  std::string(file.path), message.line,
                     message.budget_units, message.draft,          message.fuzzy};
    if (english) {
        if (!info.text.empty() && info.text != info.source)
            report(file.path, message.line,
                   fmt::format("\"{}\": English msgid and msgstr differ: leave msgstr empty",
                               message.key));
        info.text = info.source;
    } else {
        compare_with_english(file, message, info);
        if (info.text.empty()) return; // not translated yet: the fallback speaks
    }

    auto compiled = Message::compile(info.text);
    if (!compiled) {
        report(file.path, english ? message.line : message.text_line,
               fmt::format("\"{}\": {}", message.key, compiled.error().detail));
        return;
    }
    std::string_view const key = message.key;
    auto const at = key.rfind('@');
    auto& entry = state_.entries[std::string(key.substr(0, at))];
    entry.texts.resize(state_.languages.size());
    std::string channel(at == key.npos ? std::string_view{} : key.substr(at + 1));
    entry.texts[index].by_channel.emplace_back(std::move(channel), std::move(*compiled));
    state_.infos[index].push_back(std::move(info));
}

void CatalogueReader::compare_with_english(Embedded const& file, po::Message const& message,
                                           MessageInfo& info) {
    auto const found = english_.find(message.key);
    if (found != english_.end()) {
        info.stale = info.stale || found->second != message.source;
        return;
    }
    if (!english_whole_) return; // its faults are told; the key may be among them
    report(
        file.path, message.line,
        fmt::format("\"{}\" is not among the English texts: correct the key or remove the message",
                    message.key));
}

void CatalogueReader::report(std::string_view file, int line, std::string what) {
    problems_.push_back({std::string(file), line, std::move(what)});
}

} // namespace haatline
