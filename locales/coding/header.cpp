#include "locales/coding/header.hpp"

namespace haatline::coding {
namespace {

/// Reserved ids and Spanish, which has no locking table, leave the default in force.
std::uint8_t table_in(OctetSpan content, bool locking) {
    if (content.size() != 1 || content[0] >= cells::kTables) return 0;
    return locking && cells::kLocking[content[0]][0x20] == 0 ? std::uint8_t{0} : content[0];
}

/// A part 0, of no parts or behind the last one is a message by itself.
std::optional<Concat> concat_in(OctetSpan content, bool wide) {
    if (content.size() != (wide ? 4U : 3U)) return std::nullopt;
    Concat found{content[0], wide, content[content.size() - 2], content[content.size() - 1]};
    if (wide) found.reference = static_cast<std::uint16_t>(content[0] << 8 | content[1]);
    if (found.number == 0 || found.number > found.total) return std::nullopt;
    return found;
}

void read_element(std::uint8_t id, OctetSpan content, Header& header) {
    switch (static_cast<Element>(id)) {
    case Element::concat8:
        header.concat = concat_in(content, false);
        break;
    case Element::concat16:
        header.concat = concat_in(content, true);
        break;
    case Element::single_table:
        header.tables.single = table_in(content, false);
        break;
    case Element::locking_table:
        header.tables.locking = table_in(content, true);
        break;
    default:
        break;
    }
}

Header ill_formed() {
    Header header;
    header.ill_formed = true;
    return header;
}

} // namespace

Header read_header(OctetSpan user_data) {
    if (user_data.empty() || user_data[0] + std::size_t{1} > user_data.size()) return ill_formed();
    OctetSpan rest = user_data.subspan(1, user_data[0]);
    Header header;
    header.octets = rest.size() + 1;
    while (!rest.empty()) {
        if (rest.size() < 2 || rest[1] + std::size_t{2} > rest.size()) return ill_formed();
        read_element(rest[0], rest.subspan(2, rest[1]), header);
        rest = rest.subspan(rest[1] + std::size_t{2});
    }
    return header;
}

} // namespace haatline::coding
