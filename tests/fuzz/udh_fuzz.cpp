// Any octets as a header, whole and cut short at every octet.
#include "locales/coding/header.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using namespace haatline::coding;
using fuzz::expect;

HAATLINE_FUZZ_TARGET(udh) {
    OctetSpan const octets(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
    for (std::size_t size = 0; size <= octets.size() && size <= 300; ++size) {
        Header const header = read_header(octets.first(size));
        expect(header.octets <= size, "a header ends inside the octets");
        expect(header.ill_formed == (header.octets == 0), "a header is there or is not");
        expect(header.tables.locking < cells::kTables && header.tables.single < cells::kTables,
               "a table is one we have");
        if (header.concat)
            expect(header.concat->number >= 1 && header.concat->number <= header.concat->total,
                   "a part is one of its message's");
    }
}
