#include "locales/coding/user_data.hpp"

#include "locales/coding/header.hpp"
#include "locales/coding/spelling.hpp"
#include "locales/text/utf16.hpp"
#include "locales/text/utf8.hpp"

namespace haatline::coding {
namespace {

constexpr std::uint8_t id(Element element) { return static_cast<std::uint8_t>(element); }

std::uint8_t octet(std::size_t value) { return static_cast<std::uint8_t>(value & 0xFF); }

void add(Octets& to, std::initializer_list<std::uint8_t> octets) {
    to.insert(to.end(), octets.begin(), octets.end());
}

Octets header(SmsPlan const& plan, std::size_t index, std::uint16_t reference) {
    Octets to{0};
    std::uint8_t const total = octet(plan.parts.size()), number = octet(index + 1);
    if (plan.parts.size() > 1 && plan.ref16)
        add(to, {id(Element::concat16), 4, octet(reference >> 8), octet(reference), total, number});
    else if (plan.parts.size() > 1)
        add(to, {id(Element::concat8), 3, octet(reference), total, number});
    if (plan.tables.single != 0) add(to, {id(Element::single_table), 1, plan.tables.single});
    if (plan.tables.locking != 0) add(to, {id(Element::locking_table), 1, plan.tables.locking});
    to[0] = octet(to.size() - 1);
    return to.size() > 1 ? to : Octets{};
}

/// Requires room for two septets more, and that the tables hold the character.
std::uint8_t* put_septets(std::uint8_t* to, char32_t code, Tables tables) {
    std::size_t const number = character(code).number;
    std::uint8_t septet = characters.locking[tables.locking][number];
    if (septet == kNoCell) {
        *to++ = kEscape;
        septet = characters.single[tables.single][number];
    }
    *to++ = septet;
    return to;
}

/// Requires room for four octets more.
std::uint8_t* put_utf16(std::uint8_t* to, char32_t code) {
    if (code == text::kIllFormed) code = text::kReplacement;
    text::each_utf16_unit(code, [&](char16_t unit) {
        *to++ = octet(unit >> 8);
        *to++ = octet(unit);
    });
    return to;
}

/// Exactly so many octets more, to be written at once: a plan has counted them.
std::uint8_t* room(Octets& to, std::size_t octets) {
    to.resize(to.size() + octets, boost::container::default_init);
    return to.data() + to.size() - octets;
}

void add_utf16(Octets& to, std::string_view text, std::size_t units) {
    std::uint8_t* end = room(to, 2 * units);
    for (std::size_t at = 0; at < text.size();)
        end = put_utf16(end, text::next_code_point(text, at));
}

/// One character of the text, read once.
struct Letter {
    std::size_t end = 0;
    char32_t code = 0;
    Character found;
};

Letter letter_at(std::string_view text, std::size_t at) {
    Letter letter{at, 0, {}};
    if (at == text.size()) return letter;
    letter.code = text::next_code_point(text, letter.end);
    letter.found = character(letter.code);
    return letter;
}

/// Whether a letter, with the one behind it, may be spelled in two ways.
bool has_spellings(Letter const& letter, Letter const& next) {
    return letter.found.place & kComposed ||
           (letter.found.place & kFirst && next.found.place & kSecond);
}

void add_spelled(Octets& to, std::string_view text, std::size_t units, Speller const& speller,
                 Tables tables) {
    std::uint8_t* end = room(to, units);
    std::size_t at = 0;
    for (Letter letter = letter_at(text, 0); at < text.size();) {
        Letter const next = letter_at(text, letter.end);
        if (!has_spellings(letter, next)) { // as nearly everywhere
            end = put_septets(end, letter.code, tables);
            at = letter.end;
            letter = next;
            continue;
        }
        Item const item = speller.next(text, at);
        if (item.split) {
            auto const& pair = cells::kPairs[character(item.code).of_class - kComposedClass];
            end = put_septets(end, pair.first, tables);
            end = put_septets(end, pair.second, tables);
        } else {
            end = put_septets(end, item.code, tables);
        }
        at = item.end;
        letter = letter_at(text, at);
    }
}

/// The default alphabet has no letter with two spellings.
void add_plain(Octets& to, std::string_view text, std::size_t units) {
    std::uint8_t* end = room(to, units);
    for (std::size_t at = 0; at < text.size();)
        end = put_septets(end, text::next_code_point(text, at), {});
}

} // namespace

Part coded(SmsPlan const& plan, std::string_view text, std::size_t index, std::uint16_t reference) {
    Cut const& cut = plan.parts[index];
    Part part{plan.ucs2(),
              text.substr(cut.begin, cut.end - cut.begin),
              header(plan, index, reference),
              {},
              0};
    if (plan.ucs2())
        add_utf16(part.body, part.text, cut.units);
    else if (plan.kind == Kind::standard)
        add_plain(part.body, part.text, cut.units);
    else
        add_spelled(part.body, part.text, cut.units, {plan.tables, plan.risky_cells}, plan.tables);
    part.length = octet(part.body.size() +
                        (part.ucs2 ? part.header.size() : septets_of_header(part.header.size())));
    return part;
}

void pack(std::uint8_t const* septets, std::size_t count, unsigned skip_bits, Octets& to) {
    std::uint8_t* out = room(to, (skip_bits + 7 * count + 7) / 8);
    unsigned bits = skip_bits, waiting = 0;
    for (std::size_t i = 0; i < count; ++i) {
        waiting |= static_cast<unsigned>(septets[i]) << bits;
        for (bits += 7; bits >= 8; bits -= 8, waiting >>= 8) *out++ = octet(waiting);
    }
    if (bits > 0) *out = octet(waiting);
}

Octets packed_ud(Part const& part) {
    Octets to = part.header;
    if (part.ucs2)
        to.insert(to.end(), part.body.begin(), part.body.end());
    else
        pack(part.body.data(), part.body.size(),
             static_cast<unsigned>(7 * septets_of_header(to.size()) - 8 * to.size()), to);
    return to;
}

Octets short_message(Part const& part, bool packed) {
    if (packed) return packed_ud(part);
    Octets to = part.header;
    to.insert(to.end(), part.body.begin(), part.body.end());
    return to;
}

} // namespace haatline::coding
