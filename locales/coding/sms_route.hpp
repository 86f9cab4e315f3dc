#pragma once

#include "locales/coding/characters.hpp"

#include <cstdint>

namespace haatline::coding {

/// In what form a text travels, most compatible first.
enum class Kind : std::uint8_t { standard, ucs2, single, locking, both };

/// 3GPP ids of the tables in force; 0: the default alphabet and its extension.
struct Tables {
    std::uint8_t locking = 0, single = 0;
    bool operator==(Tables const&) const = default;
};

constexpr Kind kind_of(Tables tables) {
    if (tables.locking == 0) return tables.single == 0 ? Kind::standard : Kind::single;
    return tables.single == 0 ? Kind::locking : Kind::both;
}

/// When national tables are used.
enum class Policy : std::uint8_t {
    off,     ///< never
    cheaper, ///< when they save a part
    prefer, ///< also when UCS-2 would cost as many parts: all handsets are known to have the tables
};

/// Words of `haatline encode --allow`.
struct Allow {
    bool gsm7 = true, single = false, locking = false, ucs2 = true;
    bool operator==(Allow const&) const = default;
};

/// What a route carries. The defaults are what every route carries: handsets without a national table
/// show garbage, so an operator switches them on after a test on real handsets
/// (reference/encoding.md §3).
struct SmsRoute {
    Policy policy = Policy::off;
    Allow allow;
    TableMask tables = 0;     ///< bit n: national table n was tested on this route
    bool risky_cells = false; ///< also cells that some handsets show wrong (alphabets.txt)
    bool ref16 = false;       ///< concatenation references of 16 bits: one unit less a part
    bool udh = true;          ///< false: headers do not get through, hence no national tables
    std::uint8_t ucs2_part_units = 67; ///< for billing only: some vendors count parts of 63
    bool operator==(SmsRoute const&) const = default;
};

/// Every national table there is: ids 1 to 13.
constexpr TableMask kAllTables = 0x3FFE;
/// Spanish has a single table only.
constexpr TableMask kLockingTables = kAllTables & ~(1U << 2);
/// Those of Indian languages: ids 4 to 13.
constexpr TableMask kIndianTables = 0x3FF0;

/// Units that one part carries. Source: 3GPP TS 23.040 §9.2.3.24 (140 octets with the header).
struct Capacity {
    unsigned alone, of_many;
};

/// Octets of the header behind its length: an element of concatenation, one for each table.
constexpr unsigned header_octets(Kind kind, bool concatenated, bool ref16) {
    unsigned const tables = kind == Kind::both                              ? 6
                            : kind == Kind::single || kind == Kind::locking ? 3
                                                                            : 0;
    unsigned const concat = !concatenated ? 0 : ref16 ? 6 : 5;
    return tables + concat == 0 ? 0 : 1 + tables + concat;
}

constexpr unsigned units_beside(Kind kind, unsigned header) {
    unsigned const octets = 140 - header;
    return kind == Kind::ucs2 ? octets / 2 : octets * 8 / 7;
}

constexpr Capacity capacity(Kind kind, bool ref16) {
    return {units_beside(kind, header_octets(kind, false, ref16)),
            units_beside(kind, header_octets(kind, true, ref16))};
}

} // namespace haatline::coding
