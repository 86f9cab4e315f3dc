#pragma once

#include "locales/catalogue_state.hpp"
#include "locales/po.hpp"

#include <map>

namespace haatline {

/// Builds a catalogue from files: pairs the two of each language, compiles every text, compares
/// with English.
class CatalogueReader {
  public:
    CatalogueReader(Catalogue::State& state, std::vector<Problem>& problems)
        : state_(state), problems_(problems) {}

    /// @fails Errc::invalid_config when there is no English to fall back to.
    Result<void> read(std::span<Embedded const> files);

  private:
    struct Folder {
        Embedded const* language = nullptr;
        Embedded const* messages = nullptr;
    };

    void read_languages(std::map<std::string_view, Folder> const& folders);
    void check_languages();
    void lay_ways();
    void read_messages(std::size_t index, Embedded const& file);
    void add(std::size_t index, Embedded const& file, po::Message const& message);
    void compare_with_english(Embedded const& file, po::Message const& message, MessageInfo& info);
    void report(std::string_view file, int line, std::string what);

    Catalogue::State& state_;
    std::vector<Problem>& problems_;
    bool english_whole_ = false;  ///< the English file had no faults
    std::vector<Folder> folders_; ///< in the order of `languages`
    std::unordered_map<std::string_view, std::string_view> english_; ///< key → English text
};

} // namespace haatline
