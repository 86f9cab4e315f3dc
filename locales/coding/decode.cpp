#include "locales/coding/decode.hpp"

#include "locales/coding/user_data.hpp"
#include "locales/text/utf16.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>

namespace haatline::coding {
namespace {

char16_t locked(Tables tables, std::uint8_t septet, std::size_t& mended) {
    char16_t const code = cells::kLocking[tables.locking][septet];
    if (code != 0) return code;
    ++mended;
    return u' ';
}

/// A cell that the single table leaves empty shows what the locking table has there.
char16_t shifted(Tables tables, std::uint8_t septet, std::size_t& mended) {
    if (septet == kPageBreak) return u'\n'; // as handsets without pages show it
    if (char16_t const code = cells::kSingle[tables.single][septet]; code != 0) return code;
    for (auto const& cell : cells::kDecoded)
        if (cell.table == tables.single && cell.septet == septet) return cell.code;
    return locked(tables, septet, mended);
}

std::u16string read_utf16(OctetSpan octets, std::size_t& mended) {
    std::u16string units;
    units.reserve(octets.size() / 2);
    for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
        units += static_cast<char16_t>(octets[i] << 8 | octets[i + 1]);
    mended += octets.size() % 2;
    return units;
}

std::u16string read_packed(OctetSpan user_data, std::uint8_t length, Header const& header,
                           std::size_t& mended) {
    std::size_t const before = septets_of_header(header.octets);
    auto const fill = static_cast<unsigned>(7 * before - 8 * header.octets);
    auto const septets =
        unpack(user_data.subspan(header.octets), fill, length > before ? length - before : 0);
    return read_septets(septets, header.tables, mended);
}

std::u16string read_unpacked(OctetSpan octets, Tables tables, std::size_t& mended) {
    std::vector<std::uint8_t> septets(octets.begin(), octets.end());
    for (std::uint8_t& septet : septets) {
        mended += septet > 127;
        septet &= 127;
    }
    return read_septets(septets, tables, mended);
}

} // namespace

Content content_of(std::uint8_t dcs) {
    constexpr Content kAlphabets[] = {Content::gsm7, Content::octets, Content::ucs2, Content::gsm7};
    unsigned const group = dcs >> 4;
    if (group < 8) // general: bit 5 says compressed, which nobody sends
        return dcs & 0x20 ? Content::octets : kAlphabets[dcs >> 2 & 3];
    if (group == 0xE) return Content::ucs2;                                // message waiting
    if (group == 0xF) return dcs & 0x04 ? Content::octets : Content::gsm7; // message class
    return Content::gsm7; // 8..B are reserved, C and D message waiting
}

std::vector<std::uint8_t> unpack(OctetSpan octets, unsigned skip_bits, std::size_t count) {
    std::size_t const there = octets.empty() ? 0 : (8 * octets.size() - skip_bits) / 7;
    std::vector<std::uint8_t> septets(std::min(count, there));
    for (std::size_t i = 0; i < septets.size(); ++i) {
        std::size_t const bit = skip_bits + 7 * i, octet = bit / 8;
        unsigned const next = octet + 1 < octets.size() ? octets[octet + 1] : 0U;
        septets[i] = static_cast<std::uint8_t>((octets[octet] | next << 8) >> bit % 8 & 127);
    }
    return septets;
}

std::u16string read_septets(OctetSpan septets, Tables tables, std::size_t& mended) {
    std::u16string units;
    units.reserve(septets.size());
    for (std::size_t i = 0; i < septets.size(); ++i) {
        auto const septet = static_cast<std::uint8_t>(septets[i] & 127);
        if (septet != kEscape) {
            units += locked(tables, septet, mended);
        } else if (i + 1 == septets.size() || septets[i + 1] == kEscape) {
            units += u' '; // the end, or an escape to a third table that does not exist
            ++mended;
            ++i;
        } else {
            units += shifted(tables, static_cast<std::uint8_t>(septets[++i] & 127), mended);
        }
    }
    return units;
}

Decoded decode_sms(OctetSpan user_data, std::uint8_t length, std::uint8_t dcs, bool has_header,
                   Form form) {
    Decoded part;
    part.content = content_of(dcs);
    bool const packed = part.content == Content::gsm7 && form == Form::packed;
    if (!packed) user_data = user_data.first(std::min<std::size_t>(user_data.size(), length));
    if (has_header) part.header = read_header(user_data);
    OctetSpan const body = user_data.subspan(part.header.octets);
    if (part.content == Content::ucs2)
        part.units = read_utf16(body, part.mended);
    else if (packed)
        part.units = read_packed(user_data, length, part.header, part.mended);
    else if (part.content == Content::gsm7)
        part.units = read_unpacked(body, part.header.tables, part.mended);
    return part;
}

std::string text_of(std::u16string_view units) {
    std::string text;
    if (!units.empty() && units.front() == text::kByteOrderMark) units.remove_prefix(1);
    text.reserve(3 * units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
        char32_t code = units[i];
        bool const high = text::high_surrogate(units[i]);
        if (high && i + 1 < units.size() && text::low_surrogate(units[i + 1])) {
            code = text::joined(units[i], units[i + 1]);
            ++i;
        } else if (high || text::low_surrogate(units[i])) {
            code = text::kReplacement;
        }
        text::append(text, code);
    }
    return text;
}

bool Assembly::add(Decoded part) {
    Concat const at = part.header.concat.value_or(Concat{});
    if (parts_.empty()) {
        of_ = at;
        missing_ = at.total;
        parts_.resize(at.total);
    }
    Concat expected = of_;
    expected.number = at.number;
    if (at != expected || parts_[at.number - 1U]) return false;
    parts_[at.number - 1U] = std::move(part.units);
    --missing_;
    return true;
}

std::string Assembly::text() const {
    std::u16string all;
    for (auto const& part : parts_)
        if (part) all += *part;
    return text_of(all);
}

} // namespace haatline::coding
