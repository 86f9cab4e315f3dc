#include "menus/texts/import.hpp"

#include "locales/coding/measure.hpp"
#include "locales/po_edit.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/utf8.hpp"
#include "menus/check/dear.hpp"
#include "menus/texts/export.hpp"
#include "menus/texts/locale_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace haatline::menus {
namespace {

/// A text that may be taken, and what it would change.
struct Candidate {
    po::Message const* message;
    std::string text; ///< NFC
};
using Candidates = std::map<std::string, Candidate, std::less<>>;

// Bytes. Thirty screens; our longest text has 300, and what a file from outside may nest must end.
constexpr std::size_t kTextMax = 4096;

/// Marks that change what stands around them, and what is no text. UAX #9; C0, C1.
bool harmful(char32_t code) {
    return (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool any_harmful(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (harmful(text::next_code_point(text, at))) return true;
    return false;
}

/// Which of India's writings a letter belongs to: Unicode gives each 128 places behind U+0900, Arabic letters stand before.
/// 0 for what all share: digits, Latin, dandas.
int writing_of(char32_t letter) {
    constexpr char32_t kDanda = 0x0964, kDoubleDanda = 0x0965, kIndic = 0x0900, kIndicEnd = 0x0D80;
    if (letter == kDanda || letter == kDoubleDanda) return 0;
    if (letter >= kIndic && letter < kIndicEnd)
        return 2 + static_cast<int>((letter - kIndic) / 0x80);
    return (letter >= 0x0620 && letter <= 0x064A) || (letter >= 0x0671 && letter <= 0x06D3) ? 1 : 0;
}

/// The first letter of a writing other than `own`, and which; 0 and nothing when there is none.
std::pair<int, std::string> writings_in(std::string_view text, int own = 0) {
    for (std::size_t at = 0; at < text.size();) {
        auto const from = at;
        int const writing = writing_of(text::next_code_point(text, at));
        if (writing != 0 && writing != own)
            return {writing, std::string(text.substr(from, at - from))};
    }
    return {0, {}};
}

/// Comments above a text that the language does not have yet, as in English but for its own budget and
/// a heading that stands there already.
std::vector<std::string> comments_for(std::string_view english_file, po::Message const& english,
                                      std::string_view ours, int budget) {
    std::vector<std::string> out;
    int line = 0;
    while (!english_file.empty() && ++line < english.line) {
        auto const end = std::min(english_file.find('\n'), english_file.size());
        std::string const text(english_file.substr(0, end));
        english_file.remove_prefix(std::min(end + 1, english_file.size()));
        if (line < english.first_line || !text.starts_with('#') || text.starts_with("#,")) continue;
        bool const heading = text.starts_with("# ");
        if (heading && ours.find(text + '\n') != ours.npos) continue;
        if (!text.starts_with("#. budget:"))
            out.push_back(text);
        else if (budget > 0)
            out.push_back(fmt::format("#. budget: ussd {}", budget));
    }
    return out;
}

class Import {
  public:
    Import(Menu const& menu, LocaleFiles const& files, Incoming const& incoming,
           std::vector<NamedBudget> const& budgets, Catalogue const& words)
        : menu_(menu), files_(files), incoming_(incoming), budgets_(budgets), words_(words),
          language_(*words.language(files.language())) {
        for (auto const& message : words.messages("en")) english_.emplace(message.key, &message);
    }

    Result<Imported> run() {
        out_.language = language_.code;
        out_.path = files_.texts().path;
        std::vector<Problem> problems;
        english_texts_ = po::read(files_.english().path, files_.english().content, problems);
        auto edit = po::Edit::open(out_.path, files_.texts().content, english_texts_);
        if (!edit) return fail(edit.error());
        before_ = std::move(*edit);

        problems.clear();
        auto const messages = po::read(incoming_.file, incoming_.content, problems);
        for (auto const& problem : problems) out_.refused.push_back({problem.line, problem.what});
        for (auto const& message : messages) judge(message);
        if (auto done = prove(); !done) return fail(done.error());
        approve();
        finish();
        return std::move(out_);
    }

  private:
    void refuse(po::Message const& message, std::string what) {
        out_.refused.push_back({message.text_line, std::move(what)});
    }

    void judge(po::Message const& message) {
        auto const english = english_.find(message.key);
        if (english == english_.end())
            return refuse(message, fmt::format("`{}` is no key of the English texts; correct it or "
                                               "take the text out",
                                               message.key));
        if (message.text.empty()) return void(++out_.empty);
        if (message.fuzzy) return void(++out_.fuzzy);
        std::string text = text::composed(message.text);
        auto const* ours = before_->find(message.key);
        bool const same = ours && text::composed(ours->text) == text;
        if (same && !ours->fuzzy && ours->source == message.source) {
            ++out_.unchanged;
            sound_.push_back(&message);
            return;
        }
        if (message.source != english->second->source)
            return refuse(message,
                          fmt::format("`{}`: the English text is another one by now; export "
                                      "anew and translate it",
                                      message.key));
        if (text.size() > kTextMax)
            return refuse(message, fmt::format("`{}` has more than {} bytes, no screen holds that; "
                                               "shorten it",
                                               message.key, kTextMax));
        if (text.find_first_not_of(" \n\t") == std::string::npos)
            return refuse(
                message,
                fmt::format(
                    "`{}` is nothing but blanks: a caller would see an empty screen; leave it "
                    "empty, and English speaks",
                    message.key));
        if (any_harmful(text))
            return refuse(message, fmt::format("`{}` has control characters or marks that turn the "
                                               "direction of writing; take them out",
                                               message.key));
        if (auto const names = Catalogue::arguments_of(text); !names)
            return refuse(message, fmt::format("`{}`: {}", message.key, names.error().detail));
        auto const dear = dear_letters(text);
        for (auto const& letters : dear)
            refuse(message, fmt::format("`{}` has {}, which cheap SMS alphabets lack; {}",
                                        message.key, letters.what, letters.remedy));
        if (!dear.empty()) return;
        if (!in_letters_of_language(text, message.source))
            return refuse(message,
                          fmt::format("`{}` has letters that GSM 7-bit lacks, in which {} is sent; "
                                      "write it in Latin letters",
                                      message.key, language_.code));
        if (auto const other = foreign_letter(text, message.source); !other.empty())
            return refuse(
                message,
                fmt::format("`{}` has {}, a letter of another writing than {}; is this the file of "
                            "another language?",
                            message.key, other, language_.own_name));
        candidates_.emplace(message.key, Candidate{&message, std::move(text)});
    }

    /// The first letter of a writing that is not the language's own; none where English has some itself.
    std::string foreign_letter(std::string_view text, std::string_view english) const {
        if (!coding::cost(english).gsm7) return {};
        int const own = writings_in(language_.own_name).first;
        auto const [writing, letter] = writings_in(text, own);
        return own != 0 && writing != 0 ? letter : std::string();
    }

    /// What English says in letters of another language (हिन्दी, in a question which one) others may.
    bool in_letters_of_language(std::string_view text, std::string_view english) const {
        return language_.needs_ucs2 || coding::cost(text).gsm7 || !coding::cost(english).gsm7;
    }

    /// The texts as they would be with every candidate.
    po::Edit edited() const {
        po::Edit edit = *before_;
        for (auto const& message : english_texts_) {
            auto const found = candidates_.find(message.key);
            if (found == candidates_.end()) continue;
            auto const& [sent, text] = found->second;
            auto const mark = incoming_.reader.empty() ? po::Mark::draft() : reader_mark();
            edit.put(message.key, sent->source, text, mark,
                     comments_for(files_.english().content, message, files_.texts().content,
                                  budget_for(words_, language_, message.key)));
        }
        return edit;
    }

    /// Runs the checker until it blames no candidate. Each round refuses at least one, so it ends.
    Result<void> prove() {
        while (!candidates_.empty()) {
            std::string const content = edited().content();
            auto const files = files_.with_texts(content);
            std::vector<Problem> problems;
            auto const words = Catalogue::load(files, problems);
            if (!words) return fail(words.error());
            // What the reader of files itself refuses was refused by `judge`; a fault left is ours.
            if (!problems.empty())
                return fail(Errc::internal, fmt::format("{}:{}: {}", problems[0].file,
                                                        problems[0].line, problems[0].what));
            auto const report = check(menu_, *words, {}, budgets_);
            if (drop_blamed(report)) continue;
            tell_pages(report, pages_of(words_));
            return {};
        }
        return {};
    }

    /// @returns whether any candidate was to blame.
    bool drop_blamed(Report const& report) {
        std::set<std::string, std::less<>> blamed;
        std::set<std::pair<std::string, Finding::Rule>> told;
        for (auto const& finding : report.findings) {
            if (finding.language != language_.code || finding.rule == Finding::Rule::letters)
                continue;
            for (auto const& key : finding.keys) {
                auto const found = candidates_.find(key);
                if (found == candidates_.end()) continue;
                blamed.insert(key);
                // Three budgets say three times that it is too long; once is enough. What is wrong
                // with places is told of each.
                bool const length = finding.rule == Finding::Rule::page;
                if (!told.insert({key, finding.rule}).second && length) continue;
                refuse(*found->second.message, finding.what);
            }
        }
        for (auto const& key : blamed) candidates_.erase(key);
        return !blamed.empty();
    }

    std::map<std::string, int> pages_of(Report const& report) const {
        std::map<std::string, int> out;
        for (auto const& width : report.widths)
            if (width.language == language_.code)
                for (auto const& fit : width.fits)
                    out[width.screen] = std::max(out[width.screen], fit.pages);
        return out;
    }
    std::map<std::string, int> pages_of(Catalogue const& words) const {
        return pages_of(check(menu_, words, {}, budgets_));
    }

    void tell_pages(Report const& report, std::map<std::string, int> const& was) {
        for (auto const& [screen, pages] : pages_of(report))
            if (auto const before = was.find(screen); before != was.end() && pages > before->second)
                out_.notes.push_back(fmt::format("{} takes {} pages at its widest, {} before; it "
                                                 "works, a shorter text saves callers a key",
                                                 screen, pages, before->second));
    }

    po::Mark reader_mark() const { return po::Mark::read_by(incoming_.reader, incoming_.day); }

    /// What a reader approved without changing it is a draft no more either.
    void approve() {
        after_ = edited();
        out_.taken = static_cast<int>(candidates_.size());
        if (incoming_.reader.empty()) return;
        for (auto const& [key, candidate] : candidates_)
            if (auto const* ours = before_->find(key); !ours || ours->draft) ++out_.approved;
        for (auto const* message : sound_)
            if (after_->find(message->key)->draft) {
                after_->mark(message->key, reader_mark());
                ++out_.approved;
            }
    }

    void finish() {
        std::stable_sort(out_.refused.begin(), out_.refused.end(),
                         [](auto const& a, auto const& b) { return a.line < b.line; });
        // A file that is not there yet is made only for a text.
        bool const any = out_.taken + out_.approved > 0;
        out_.content = any ? after_->content() : files_.texts().content;
        out_.changed = any && out_.content != files_.texts().content;
    }

    Menu const& menu_;
    LocaleFiles const& files_;
    Incoming const& incoming_;
    std::vector<NamedBudget> const& budgets_;
    Catalogue const& words_;
    Language const& language_;
    std::map<std::string, MessageInfo const*, std::less<>> english_;
    std::vector<po::Message> english_texts_;
    std::optional<po::Edit> before_, after_;
    Candidates candidates_;
    std::vector<po::Message const*> sound_; ///< unchanged: they are good enough as they stand
    Imported out_;
};

} // namespace

Result<Imported> import_texts(Menu const& menu, std::span<Embedded const> locales,
                              Incoming const& incoming, std::vector<NamedBudget> const& budgets) {
    auto const language =
        incoming.language.empty() ? language_of_po(incoming.content) : incoming.language;
    if (language.empty())
        return fail(
            Errc::invalid_config,
            fmt::format("{}: its header names no language; write \"Language: hi\\n\" there, "
                        "or give --lang",
                        incoming.file));
    if (language == "en")
        return fail(Errc::invalid_config,
                    "English is what all others are translated from: edit en/messages.po");
    // A tool may write hi_IN for hi; a file of another language in this one's place would look translated.
    auto header = language_of_po(incoming.content);
    std::replace(header.begin(), header.end(), '_', '-');
    if (!header.empty() && !header.starts_with(language))
        return fail(Errc::invalid_config,
                    fmt::format("{}: its header says Language: {}, and you say {}; take the right "
                                "file, or correct its header",
                                incoming.file, header, language));
    auto const files = LocaleFiles::of(locales, language);
    if (!files) return fail(files.error());
    std::vector<Problem> problems;
    auto const words = Catalogue::load(files->all(), problems);
    if (!words) return fail(words.error());
    if (!problems.empty())
        return fail(Errc::invalid_config,
                    fmt::format("{}:{}: {}; mend the folder first (`haatline check --locales`)",
                                problems[0].file, problems[0].line, problems[0].what));
    return Import(menu, *files, incoming, budgets, *words).run();
}

} // namespace haatline::menus
