#pragma once

#include "gateway/wire/smpp/pdu.hpp"
#include "locales/coding/decode.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace haatline::simulators::smsc {

/// What somebody read.
struct Read {
    std::string number, from, text;
    bool ussd = false;
};

/// The phones behind the SMSC. Each is there as soon as something is sent to it. What was read lately is
/// kept, so many texts and no more; a phone with a script answers each text with its next line.
class Phones {
  public:
    explicit Phones(std::size_t texts_most) : texts_most_(texts_most) {}

    /// A text, when this part makes one whole; octets that are no text are read as "hex:…".
    std::optional<Read> hear(smpp::Pdu const& submit);
    void read(Read what);
    std::vector<Read> inbox(std::string const& number) const;

    /// Lines that this phone will answer with, one a text, behind those it still has.
    void script(std::string const& number, std::vector<std::string> lines);
    /// The next of them, taken.
    std::optional<std::string> answer(std::string const& number);

  private:
    using Key = std::tuple<std::string, std::string, std::uint16_t, bool, std::uint8_t>;
    std::size_t texts_most_;
    std::deque<Read> read_;
    std::map<Key, coding::Assembly> parts_;
    std::deque<Key> oldest_; ///< of `parts_`
    std::unordered_map<std::string, std::deque<std::string>> scripts_;
};

} // namespace haatline::simulators::smsc
