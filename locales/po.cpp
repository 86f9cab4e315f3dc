#include "locales/po.hpp"

#include "locales/text/digits.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_map>
#include <utility>

namespace haatline::po {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
    std::size_t const from = text.find_first_not_of(" \t\r");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

class Reader {
  public:
    Reader(std::string_view file, std::vector<Problem>& problems)
        : file_(file), problems_(problems) {}

    std::vector<Message> read(std::string_view content) {
        take_prefix(content, kByteOrderMark);
        while (!content.empty()) {
            std::size_t const end = std::min(content.find('\n'), content.size());
            ++line_;
            take_line(trimmed(content.substr(0, end)));
            content.remove_prefix(std::min(end + 1, content.size()));
        }
        finish();
        return std::move(messages_);
    }

    std::string const& header() const { return header_; }

  private:
    /// Order of an entry's parts; each may follow only an earlier one.
    enum class At : unsigned char { comment, context, id, text };

    void take_line(std::string_view line) {
        if (!text::well_formed(line)) return fault("the line is not UTF-8: save the file as UTF-8");
        if (line.empty()) return;
        if (line.starts_with("#~"))
            return; // a message that translators' tools keep of an older file
        if (line.starts_with('#')) return take_comment(line);
        if (line.starts_with('"')) return append_string(line);
        if (take_prefix(line, "msgctxt")) return begin_part(At::context, line);
        if (line.starts_with("msgid_plural") || line.starts_with("msgstr["))
            return fault("gettext plurals are not used here: write {n, plural, one {…} other {…}} "
                         "inside the text");
        if (take_prefix(line, "msgid")) return begin_part(At::id, line);
        if (take_prefix(line, "msgstr")) return begin_part(At::text, line);
        fault("the line is none of #, msgctxt, msgid, msgstr or a quoted string: see "
              "locales/README.md");
    }

    void take_comment(std::string_view line) {
        if (at_ == At::text) finish();
        if (at_ != At::comment)
            return fault("a comment stands inside a message: move it above its msgctxt");
        if (now_.first_line == 0) now_.first_line = line_;
        if (line.starts_with("#:") || line.starts_with("#|")) return;
        if (take_prefix(line, "#,")) {
            now_.fuzzy = now_.fuzzy || line.find("fuzzy") != std::string_view::npos;
        } else if (take_prefix(line, "#.")) {
            take_description(trimmed(line));
        } else {
            line.remove_prefix(1);
            now_.draft = now_.draft || trimmed(line).starts_with("draft:");
        }
    }

    void take_description(std::string_view line) {
        if (!take_prefix(line, "budget:")) {
            if (!now_.description.empty()) now_.description += ' ';
            now_.description += line;
            return;
        }
        // "ussd 80": the channel is for the reader, the number is what the checker holds the text
        // to.
        std::string_view const units = trimmed(line.substr(line.find_last_of(" \t") + 1));
        int value = 0;
        auto const [end, error] = std::from_chars(units.data(), units.data() + units.size(), value);
        if (error != std::errc{} || end != units.data() + units.size() || value <= 0)
            return fault("a budget is written `#. budget: ussd 80`: a channel and the most units "
                         "of the text");
        now_.budget_units = value;
    }

    void begin_part(At part, std::string_view rest) {
        if (at_ == At::text && part != At::text) finish();
        if (at_ != At::comment && part == At::context)
            finish(); // the next message, whatever this one lacks
        if (part == At::id && at_ == At::comment) {
            now_.line = line_; // no msgctxt: the header, or a fault found in `finish`
        } else if (static_cast<int>(part) != static_cast<int>(at_) + 1) {
            fault("a message is msgctxt, msgid, msgstr, each once and in this order");
        }
        if (now_.first_line == 0) now_.first_line = line_;
        if (part == At::context) {
            now_.line = line_;
            has_key_ = true;
        }
        if (part == At::text) now_.text_line = line_;
        at_ = part;
        append_string(trimmed(rest));
    }

    void append_string(std::string_view quoted) {
        if (at_ == At::comment)
            return fault("a string stands alone: put msgid or msgstr before it");
        if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"')
            return fault("a string begins and ends with a double quote on its own line");
        quoted = quoted.substr(1, quoted.size() - 2);
        now_.last_line = line_;
        std::string& into = at_ == At::context ? now_.key : at_ == At::id ? now_.source : now_.text;
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            if (quoted[i] == '"') return fault("a double quote inside a string is written \\\"");
            if (quoted[i] != '\\') {
                into += quoted[i];
            } else if (++i == quoted.size() || !append_escape(quoted[i], into)) {
                return fault("an escape is one of \\n \\t \\\" \\\\");
            }
        }
    }

    static bool append_escape(char c, std::string& into) {
        switch (c) {
        case 'n':
            into += '\n';
            return true;
        case 't':
            into += '\t';
            return true;
        case '"':
        case '\\':
            into += c;
            return true;
        default:
            return false;
        }
    }

    /// The message read so far is complete, or found wanting.
    void finish() {
        Message done = std::exchange(now_, {});
        At const reached = std::exchange(at_, At::comment);
        bool const has_key = std::exchange(has_key_, false);
        bool const faulty = std::exchange(faulty_, false);
        if (reached == At::comment || faulty) return; // comments at the end of the file
        bool const header = !has_key && done.source.empty() && messages_.empty();
        if (header) {
            header_ = std::move(done.text);
            return;
        }
        if (reached != At::text)
            return report(done.line,
                          "the message has no msgstr: add one, empty while untranslated");
        if (!has_key || done.key.empty())
            return report(done.line, "the message has no key: add a msgctxt line above msgid");
        if (done.source.empty())
            return report(
                done.line,
                fmt::format("\"{}\" has an empty msgid: write the English text there", done.key));
        auto const [first, added] = lines_.emplace(done.key, done.line);
        if (!added)
            return report(done.line, fmt::format("\"{}\" stands already in line {}: remove one",
                                                 done.key, first->second));
        messages_.push_back(std::move(done));
    }

    void fault(std::string what) {
        if (std::exchange(faulty_, true))
            return; // what follows in the same message follows from this
        report(line_, std::move(what));
    }
    void report(int line, std::string what) {
        problems_.push_back({std::string(file_), line, std::move(what)});
    }

    std::string_view file_;
    std::vector<Problem>& problems_;
    std::vector<Message> messages_;
    std::string header_;
    std::unordered_map<std::string, int> lines_;
    Message now_;
    At at_ = At::comment;
    bool has_key_ = false, faulty_ = false;
    int line_ = 0;
};

} // namespace

std::vector<Message> read(std::string_view file, std::string_view content,
                          std::vector<Problem>& problems) {
    return Reader(file, problems).read(content);
}

std::string read_header(std::string_view content) {
    std::vector<Problem> elsewhere; // told by `read`
    Reader reader({}, elsewhere);
    (void)reader.read(content);
    return reader.header();
}

} // namespace haatline::po
