#pragma once

#include "base/result.hpp"
#include "locales/po.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::po {

/// What a line beside a text says about who read it.
struct Mark {
    static Mark draft() { return {"# draft: awaits a native reader"}; }
    /// @param day "2026-11-22"
    static Mark read_by(std::string_view who, std::string_view day);
    /// Nothing is known: the line that stands there stays.
    static Mark as_it_is() { return {}; }

    std::string line; ///< empty: as it is
};

/// A string as the house writes it: one line, or a line of the text a line where it has several.
std::string quoted(std::string_view word, std::string_view text);

/// One of our `messages.po`, changed text by text. What is not changed stays as it was, byte for byte.
class Edit {
  public:
    /// `order` are the English messages: where a new text belongs.
    /// @fails Errc::invalid_config with the first fault of the file: what cannot be read is not
    /// rewritten.
    static Result<Edit> open(std::string_view file, std::string_view content,
                             std::vector<Message> const& order);

    /// Puts a text in place of the one that stands there, or where English has it. A text that is new
    /// here gets `comments` above it (whole lines, without the mark).
    void put(std::string const& key, std::string_view source, std::string_view text,
             Mark const& mark, std::vector<std::string> const& comments);
    /// Only who read it.
    void mark(std::string const& key, Mark const& mark);

    Message const* find(std::string_view key) const;
    std::string content() const;

  private:
    struct Block {
        std::string key; ///< empty: lines between messages
        std::vector<std::string> lines;
    };
    std::vector<Block>::iterator block_of(std::string_view key);
    std::vector<Block>::iterator place_for(std::string_view key);

    std::vector<Block> blocks_;
    std::vector<std::string> order_;
    std::map<std::string, Message, std::less<>> messages_;
};

} // namespace haatline::po
