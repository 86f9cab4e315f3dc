#pragma once

#include "locales/catalogue.hpp"

#include <string>
#include <string_view>
#include <vector>

/// A strict reader for gettext PO, the part of it that we use. The dialect is described in
/// `locales/README.md`.
namespace haatline::po {

struct Message {
    std::string key;         ///< msgctxt
    std::string source;      ///< msgid: the English text the translation was made from
    std::string text;        ///< msgstr; empty while nobody has translated it
    std::string description; ///< `#.` lines, without the budget
    int budget_units = 0;    ///< `#. budget: ussd 80`
    bool draft = false;      ///< `# draft: …`
    bool fuzzy = false;      ///< `#, fuzzy`
    int line = 0;            ///< of msgctxt
    int text_line = 0;       ///< of msgstr
    int first_line = 0;      ///< of its comments
    int last_line = 0;       ///< of its strings
};

/// Every message of a file, in file order, without the header entry. Faults go to `problems`, all
/// of them, each with its line and the remedy; a message with a fault is left out.
std::vector<Message> read(std::string_view file, std::string_view content,
                          std::vector<Problem>& problems);

/// The entry without a key that a file begins with, as `Name: value` lines; empty when there is none.
std::string read_header(std::string_view content);

} // namespace haatline::po
