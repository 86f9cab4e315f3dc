#pragma once

#include "gateway/wire/smpp/in_flight.hpp"
#include "gateway/wire/smpp/pdu.hpp"
#include "locales/coding/decode.hpp"

#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace haatline::smpp {

/// What the octets of a text are.
enum class Charset : unsigned char {
    gsm, ///< a septet an octet
    ascii,
    latin1,
    utf8,
    ucs2,
    ucs2_little,
    unreadable, ///< octets, or an alphabet that nobody here reads
};
/// "gsm", "ascii", "latin1", "utf8", "ucs2", "ucs2-le".
std::optional<Charset> charset_named(std::string_view name);

struct CharsetOptions {
    std::map<std::uint8_t, Charset> by_dcs; ///< what an operator means by a data_coding
    bool gsm_as_ascii = true; ///< data_coding 1 with octets that ASCII does not print is GSM
    bool operator==(CharsetOptions const&) const = default;
};
/// Source: SMPP 3.4 issue 1.2 §5.2.19, 3GPP TS 23.038 §4; reference: smpp.md §8.
Charset charset_of(std::uint8_t data_coding, CharsetOptions const& options);

/// One deliver_sm or data_sm as a part of a text. Its header says which; without one it is a whole.
struct TextIn {
    coding::Decoded part;
    bool readable = true; ///< false: no text, and `part.units` is empty
};
/// Any PDU. A header comes before sar TLVs, where both are there.
TextIn read_text(Pdu const& pdu, CharsetOptions const& options);

/// Joins the parts of texts, in whatever order they come, from different links of one account. Bounded:
/// past `most` the oldest one is given out as it stands.
class Inbox {
  public:
    struct Options {
        Instant wait = std::chrono::hours(24);
        std::size_t most = 4096;
    };
    struct Joined {
        std::string text;
        std::string source, destination;
        bool whole = true;
        std::vector<std::uint64_t> marks; ///< of the parts that it was made of
    };

    explicit Inbox(Options options) : options_(options) {}

    struct Added {
        std::optional<Joined> joined; ///< a text that is whole now
        bool twin = false;            ///< the part was here before: it is dropped with its mark
    };
    Added add(Pdu const& pdu, TextIn text, std::uint64_t mark, Instant now);
    /// Texts whose parts will not come any more.
    std::vector<Joined> expired(Instant now);
    std::optional<Instant> wakes_at() const;
    std::size_t open() const { return open_.size(); }

  private:
    struct Key {
        std::string source, destination;
        std::uint16_t reference;
        std::uint8_t total;
        bool wide;
        auto operator<=>(Key const&) const = default;
    };
    struct Parts {
        coding::Assembly assembly;
        std::vector<std::uint64_t> marks;
        Instant since{};
        std::list<Key>::iterator place;
    };
    using Open = std::map<Key, Parts>;
    Joined take(Open::iterator one);

    Options options_;
    Open open_;
    std::list<Key> by_age_;
    std::vector<Joined> forced_;
};

} // namespace haatline::smpp
