#include "gateway/wire/smpp/text_in.hpp"

#include "locales/text/utf16.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

struct Name {
    std::string_view name;
    Charset charset;
};
constexpr std::array kNames{
    Name{"gsm", Charset::gsm},       Name{"ascii", Charset::ascii},
    Name{"latin1", Charset::latin1}, Name{"utf8", Charset::utf8},
    Name{"ucs2", Charset::ucs2},     Name{"ucs2-le", Charset::ucs2_little},
};

constexpr std::uint8_t kUdhi = 0x40;

/// What SMPP's own table says; from 16 on a data_coding is one of 3GPP.
Charset standard_charset(std::uint8_t dcs) {
    switch (dcs) {
    case 0:
        return Charset::gsm;
    case 1:
        return Charset::ascii;
    case 3:
        return Charset::latin1;
    case 8:
        return Charset::ucs2;
    default:
        break;
    }
    if (dcs < 16) return Charset::unreadable;
    switch (coding::content_of(dcs)) {
    case coding::Content::gsm7:
        return Charset::gsm;
    case coding::Content::ucs2:
        return Charset::ucs2;
    case coding::Content::octets:
        return Charset::unreadable;
    }
    return Charset::unreadable;
}

coding::OctetSpan span_of(std::string_view octets) {
    return {reinterpret_cast<std::uint8_t const*>(octets.data()), octets.size()};
}

bool printed_by_ascii(std::string_view octets) {
    return std::all_of(octets.begin(), octets.end(), [](char c) {
        return (c >= ' ' && c < 127) || c == '\n' || c == '\r' || c == '\t';
    });
}

std::u16string read_utf16(std::string_view octets, bool little, std::size_t& mended) {
    std::u16string units;
    units.reserve(octets.size() / 2);
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(octets[i]); };
    for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
        units += static_cast<char16_t>(little ? at(i + 1) << 8 | at(i) : at(i) << 8 | at(i + 1));
    mended += octets.size() % 2;
    if (!units.empty() && units.front() == text::kByteOrderMark) units.erase(0, 1);
    return units;
}

std::u16string read_utf8(std::string_view octets, std::size_t& mended) {
    std::u16string units;
    for (std::size_t at = 0; at < octets.size();) {
        char32_t code = text::next_code_point(octets, at);
        if (code == text::kIllFormed) {
            ++mended;
            code = text::kReplacement;
        }
        text::each_utf16_unit(code, [&](char16_t unit) { units += unit; });
    }
    return units;
}

std::u16string read_septets(std::string_view octets, coding::Tables tables, std::size_t& mended) {
    std::vector<std::uint8_t> septets(octets.begin(), octets.end());
    for (std::uint8_t& septet : septets) {
        mended += septet > 127;
        septet &= 127;
    }
    return coding::read_septets(septets, tables, mended);
}

std::u16string read_octets(std::string_view octets, bool ascii, std::size_t& mended) {
    std::u16string units;
    for (char const c : octets) {
        auto const octet = static_cast<unsigned char>(c);
        bool const known = octet < 128 || !ascii;
        mended += !known;
        units += known ? static_cast<char16_t>(octet) : u'\xFFFD';
    }
    return units;
}

std::u16string read_units(std::string_view octets, Charset charset, coding::Tables tables,
                          std::size_t& mended) {
    switch (charset) {
    case Charset::gsm:
        return read_septets(octets, tables, mended);
    case Charset::ascii:
        return read_octets(octets, true, mended);
    case Charset::latin1:
        return read_octets(octets, false, mended);
    case Charset::utf8:
        return read_utf8(octets, mended);
    case Charset::ucs2:
        return read_utf16(octets, false, mended);
    case Charset::ucs2_little:
        return read_utf16(octets, true, mended);
    case Charset::unreadable:
        break;
    }
    return {};
}

std::optional<coding::Concat> sar_of(Tlvs const& tlvs) {
    auto const reference = tlvs.number(tag::sar_reference), total = tlvs.number(tag::sar_total),
               number = tlvs.number(tag::sar_number);
    if (!reference || !total || !number || *total == 0 || *number == 0 || *number > *total ||
        *total > 255)
        return std::nullopt;
    return coding::Concat{static_cast<std::uint16_t>(*reference), true,
                          static_cast<std::uint8_t>(*total), static_cast<std::uint8_t>(*number)};
}

} // namespace

std::optional<Charset> charset_named(std::string_view name) {
    for (Name const& row : kNames)
        if (row.name == name) return row.charset;
    return std::nullopt;
}

Charset charset_of(std::uint8_t data_coding, CharsetOptions const& options) {
    auto const meant = options.by_dcs.find(data_coding);
    return meant != options.by_dcs.end() ? meant->second : standard_charset(data_coding);
}

TextIn read_text(Pdu const& pdu, CharsetOptions const& options) {
    TextIn text;
    std::string_view octets = pdu.message();
    Charset charset = charset_of(pdu.data_coding, options);
    if ((pdu.esm_class & kUdhi) != 0) text.part.header = coding::read_header(span_of(octets));
    octets.remove_prefix(text.part.header.octets);
    if (!text.part.header.concat) text.part.header.concat = sar_of(pdu.tlvs);
    if (charset == Charset::ascii && options.gsm_as_ascii && !printed_by_ascii(octets))
        charset = Charset::gsm;
    text.readable = charset != Charset::unreadable;
    text.part.content = !text.readable ? coding::Content::octets : coding::Content::ucs2;
    text.part.units = read_units(octets, charset, text.part.header.tables, text.part.mended);
    return text;
}

Inbox::Added Inbox::add(Pdu const& pdu, TextIn text, std::uint64_t mark, Instant now) {
    auto const concat = text.part.header.concat;
    if (!concat || concat->total < 2)
        return {Joined{coding::text_of(text.part.units),
                       pdu.source.digits,
                       pdu.destination.digits,
                       true,
                       {mark}},
                false};
    Key key{pdu.source.digits, pdu.destination.digits, concat->reference, concat->total,
            concat->wide};
    auto [one, fresh] = open_.try_emplace(key);
    Parts& parts = one->second;
    if (fresh) {
        parts.since = now;
        parts.place = by_age_.insert(by_age_.end(), std::move(key));
    }
    if (!parts.assembly.add(std::move(text.part))) return {std::nullopt, true};
    parts.marks.push_back(mark);
    if (parts.assembly.complete()) return {take(one), false};
    // The oldest one makes room, as it stands.
    if (open_.size() > options_.most) forced_.push_back(take(open_.find(by_age_.front())));
    return {};
}

Inbox::Joined Inbox::take(Open::iterator one) {
    Parts& parts = one->second;
    Joined joined{parts.assembly.text(), one->first.source, one->first.destination,
                  parts.assembly.complete(), std::move(parts.marks)};
    by_age_.erase(parts.place);
    open_.erase(one);
    return joined;
}

std::vector<Inbox::Joined> Inbox::expired(Instant now) {
    std::vector<Joined> all = std::move(forced_);
    forced_.clear();
    while (!by_age_.empty()) {
        auto const oldest = open_.find(by_age_.front());
        if (now < oldest->second.since + options_.wait) break;
        all.push_back(take(oldest));
    }
    return all;
}

std::optional<Instant> Inbox::wakes_at() const {
    if (!forced_.empty()) return Instant{};
    if (by_age_.empty()) return std::nullopt;
    return open_.find(by_age_.front())->second.since + options_.wait;
}

} // namespace haatline::smpp
