#include "menus/texts/export.hpp"

#include "locales/po_edit.hpp"
#include "menus/texts/screens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace haatline::menus {
namespace {

using Only = ExportOptions::Only;
using ByKey = std::map<std::string, MessageInfo const*, std::less<>>;

// More places than this are not looked up by anybody.
constexpr std::size_t references_max = 4;

ByKey by_key(std::vector<MessageInfo> const& messages) {
    ByKey out;
    for (auto const& message : messages) out.emplace(message.key, &message);
    return out;
}

MessageInfo const* of(ByKey const& texts, std::string_view key) {
    auto const found = texts.find(key);
    return found == texts.end() ? nullptr : found->second;
}

bool wanted(Only only, MessageInfo const* own) {
    switch (only) {
    case Only::all:
        return true;
    case Only::missing:
        return own == nullptr;
    case Only::stale:
        return own != nullptr && own->stale;
    case Only::draft:
        return own != nullptr && own->draft;
    }
    return true;
}

/// A comment for the translator; each line of `text` one of it.
void note(std::string& out, std::string_view before, std::string_view text) {
    while (true) {
        auto const end = text.find('\n');
        out += fmt::format("#. {}{}\n", before, text.substr(0, end));
        if (end == text.npos) return;
        text.remove_prefix(end + 1);
    }
}

class Export {
  public:
    Export(Menu const& menu, Catalogue const& words, ExportOptions const& options)
        : menu_(menu), words_(words), options_(options),
          language_(*words.language(options.language)), screens_(menu, words, options.budget),
          own_(by_key(words.messages(options.language))),
          beside_(by_key(words.messages(options.beside))) {}

    std::string write() {
        std::string out = po_header(language_.code);
        for (auto const& english : words_.messages("en"))
            if (auto const* own = of(own_, english.key); wanted(options_.only, own))
                out += entry(english, own);
        return out;
    }

  private:
    std::string entry(MessageInfo const& english, MessageInfo const* own) const {
        std::string out;
        if (own && own->draft) out += po::Mark::draft().line + '\n';
        auto const& description =
            own && !own->description.empty() ? own->description : english.description;
        if (!description.empty()) note(out, "", description);
        if (int const units = own && own->budget_units > 0
                                  ? own->budget_units
                                  : budget_for(words_, language_, english.key);
            units > 0)
            out += fmt::format("#. budget: ussd {}\n", units);
        places(out, english);
        if (auto const* other = of(beside_, english.key))
            note(out, options_.beside + ": ", other->text);
        for (auto const& screen : screens_.of(english.key, language_.code)) {
            note(out, "screen ", screen.title);
            note(out, "| ", screen.text);
        }
        auto const where = screens_.where(english.key);
        for (std::size_t i = 0; i < std::min(where.size(), references_max); ++i)
            out += fmt::format("#: {}\n", where[i]);
        if (own && own->stale) {
            out += "#, fuzzy\n";
            // What it was made from, so that a tool can show the difference.
            if (own->source != english.source) out += previous(own->source);
        }
        out += po::quoted("msgctxt", english.key) + po::quoted("msgid", english.source) +
               po::quoted("msgstr", own ? own->text : "") + '\n';
        return out;
    }

    static std::string previous(std::string const& source) {
        std::string out = "#| ";
        auto const lines = po::quoted("msgid", source);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            out += lines[i];
            if (lines[i] == '\n' && i + 1 < lines.size()) out += "#| ";
        }
        return out;
    }

    /// "{name}: up to 10, such as Kisan Sangh"
    void places(std::string& out, MessageInfo const& english) const {
        auto const names = Catalogue::arguments_of(english.text);
        if (!names) return;
        for (auto const& name : *names)
            if (Cap const* cap = menu_.cap(name)) {
                std::string_view example = cap->example.get(language_.code);
                if (example.empty()) example = cap->example.get("en");
                out += fmt::format("#. {{{}}}: up to {} units, such as {}\n", name,
                                   language_.needs_ucs2 ? cap->ucs2 : cap->gsm7, example);
            }
    }

    Menu const& menu_;
    Catalogue const& words_;
    ExportOptions const& options_;
    Language const& language_;
    Screens screens_;
    ByKey own_, beside_;
};

} // namespace

Result<std::string> export_texts(Menu const& menu, Catalogue const& words,
                                 ExportOptions const& options) {
    if (options.language == "en")
        return fail(Errc::invalid_config,
                    "English is what all others are translated from: edit en/messages.po");
    for (auto const* code : {&options.language, &options.beside})
        if (!code->empty() && !words.language(*code))
            return fail(Errc::invalid_config,
                        fmt::format("\"{}\" is no folder of the locales", *code));
    return Export(menu, words, options).write();
}

int budget_for(Catalogue const& words, Language const& language, std::string_view key) {
    for (auto const& other : words.languages()) {
        if (other.needs_ucs2 != language.needs_ucs2) continue;
        for (auto const& message : words.messages(other.code))
            if (message.key == key && message.budget_units > 0) return message.budget_units;
    }
    return 0;
}

std::string po_header(std::string_view language) {
    return fmt::format("msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: Haatline\\n\"\n"
                       "\"Language: {}\\n\"\n\"MIME-Version: 1.0\\n\"\n"
                       "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                       "\"Content-Transfer-Encoding: 8bit\\n\"\n\n",
                       language);
}

} // namespace haatline::menus
