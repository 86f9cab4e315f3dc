#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// "hi", "hi-Latn": letters and digits in parts of at most eight, so that it is safe as a folder.
bool is_language_code(std::string_view code);

/// The language a PO file says it is in; gettext's "pt_BR" and "hi@latin" are "pt-BR" and "hi-Latn".
/// Empty when it says none that can be one.
std::string language_of_po(std::string_view content);

/// What a catalogue needs of a language that has no folder yet: an empty `messages.po`, a
/// `language.toml` with placeholders. Only to look at.
struct NewLanguage {
    std::string toml, po;
    std::string toml_path, po_path;
    /// `files` with these two.
    std::vector<Embedded> beside(std::span<Embedded const> files) const;
};
NewLanguage new_language(std::string_view code);

/// The files of a folder, and which of them are of one language.
class LocaleFiles {
  public:
    /// @fails Errc::invalid_config when there is no language.toml of it, or no English.
    static Result<LocaleFiles> of(std::span<Embedded const> all, std::string_view language);

    std::string const& language() const { return language_; }
    Embedded const& english() const { return files_[english_]; }
    Embedded const& texts() const { return files_[texts_]; }
    std::vector<Embedded> const& all() const { return files_; }
    /// The same with other texts, which must outlive what is returned.
    std::vector<Embedded> with_texts(std::string_view content) const;

  private:
    std::string language_;
    struct NewFile {
        std::string path, content;
    };
    std::shared_ptr<NewFile const> made_; ///< where the language has no messages.po yet
    std::vector<Embedded> files_;
    std::size_t english_ = 0, texts_ = 0;
};

} // namespace haatline::menus
