#include "locales/coding/user_data.hpp"

#include "locales/coding/header.hpp"
#include "locales/coding/spelling.hpp"
#include "locales/text/utf8.hpp"

namespace haatline::coding {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

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

void add_septets(Octets& to, char32_t code, Tables tables) {
    std::size_t const number = character(code).number;
    if (std::uint8_t const septet = characters.locking[tables.locking][number]; septet != kNoCell) {
        to.push_back(septet);
        return;
    }
    add(to, {kEscape, characters.single[tables.single][number]});
}

void add_utf16(Octets& to, char32_t code) {
    if (code == text::kIllFormed) code = kReplacement;
    auto const unit = [&](char32_t u) { add(to, {octet(u >> 8), octet(u)}); };
    if (code > 0xFFFF) {
        unit(0xD800 + ((code - 0x10000) >> 10));
        unit(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
        unit(code);
    }
}

} // namespace

Part coded(SmsPlan const& plan, std::string_view text, std::size_t index, std::uint16_t reference) {
    Cut const& cut = plan.parts[index];
    Part part{plan.ucs2(),
              text.substr(cut.begin, cut.end - cut.begin),
              header(plan, index, reference),
              {},
              0};
    Speller const speller = plan.ucs2() ? Speller() : Speller(plan.tables, plan.risky_cells);
    for (std::size_t at = 0; at < part.text.size();) {
        Item const item = speller.next(part.text, at);
        at = item.end;
        if (plan.ucs2()) {
            add_utf16(part.body, item.code);
        } else if (item.split) {
            auto const& pair = cells::kPairs[character(item.code).of_class - kComposedClass];
            add_septets(part.body, pair.first, plan.tables);
            add_septets(part.body, pair.second, plan.tables);
        } else {
            add_septets(part.body, item.code, plan.tables);
        }
    }
    part.length = octet(part.body.size() +
                        (part.ucs2 ? part.header.size() : septets_of_header(part.header.size())));
    return part;
}

void pack(std::uint8_t const* septets, std::size_t count, unsigned skip_bits, Octets& to) {
    unsigned bits = skip_bits, waiting = 0;
    for (std::size_t i = 0; i < count; ++i) {
        waiting |= static_cast<unsigned>(septets[i]) << bits;
        for (bits += 7; bits >= 8; bits -= 8, waiting >>= 8) to.push_back(octet(waiting));
    }
    if (bits > 0) to.push_back(octet(waiting));
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
