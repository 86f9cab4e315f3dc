#include "locales/coding/cluster_ranges.hpp"
#include "locales/coding/clusters.hpp"
#include "locales/text/graphemes.hpp"
#include "locales/text/utf8.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

#include <unicode/uchar.h>

#include <algorithm>

using namespace haatline;
using namespace haatline::coding;

namespace {

template <class Ranges>
bool in(Ranges const& ranges, char32_t code) {
    return std::any_of(std::begin(ranges), std::end(ranges), [&](unicode::Range const& range) {
        return code >= range.first && code <= range.last;
    });
}

std::vector<std::size_t> ends_of(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < text.size();) {
        text::next_code_point(text, at);
        if (cluster_ends(text, at)) ends.push_back(at);
    }
    return ends;
}

using Ends = std::vector<std::size_t>;

} // namespace

TEST_CASE("marks, letters and viramas are those of Unicode as ICU has it") {
    std::size_t different = 0;
    for (UChar32 code = 0; code <= 0x10FFFF; ++code) {
        auto const type = U_MASK(u_charType(code));
        if (type & U_GC_CN_MASK) continue;
        auto const c = static_cast<char32_t>(code);
        // Ranges are walked one by one here: keep to where letters are.
        if (code > 0x3400 && code < 0xA000 && code != 0x4E00) continue;
        if (code > 0xAC00 && code < 0xD700) continue;
        if (code > 0x17000 && code < 0x1BC00) continue;
        if (code > 0x20000 && code < 0xE0000) continue;
        if (code > 0xE0200) break;
        different += in(unicode::kMarks, c) != ((type & U_GC_M_MASK) != 0);
        different += in(unicode::kLetters, c) != ((type & U_GC_L_MASK) != 0);
        different += in(unicode::kViramas, c) != (u_getCombiningClass(code) == 9);
    }
    INFO("ICU " U_ICU_VERSION << ": write cluster_ranges.hpp anew from its categories");
    CHECK(different == 0);
}

TEST_CASE("a cluster ends where a reader sees a letter end") {
    CHECK(ends_of("abc") == Ends{1, 2, 3});
    CHECK(ends_of("क्षि") == Ends{12});
    CHECK(ends_of("स्त्री") == Ends{18});
    CHECK(ends_of("க்ஷ") == Ends{9}); // UAX #29 of ICU 72 would cut here
    CHECK(ends_of("कि") == Ends{6});
    CHECK(ends_of("न\u094D\u200Dमा") == Ends{15});    // joiner: bound on either side
    CHECK(ends_of("न\u094D\u200Cमा") == Ends{9, 15}); // non-joiner: bound to what is before it
    CHECK(ends_of("\r\na") == Ends{2, 3});
    CHECK(ends_of("🇮🇳🇮🇳") == Ends{8, 16});
    CHECK(ends_of("🇮🇳🇮") == Ends{8, 12});
    CHECK(ends_of("👍🏽a") == Ends{8, 9});
    CHECK(ends_of("❤\uFE0F!") == Ends{6, 7});
    CHECK(ends_of("\xFF\u0301") == Ends{3}); // even a mark on a byte that is none
    CHECK(ends_of("क्a") == Ends{7});
    CHECK(ends_of("क्1") == Ends{6, 7});
}

TEST_CASE("no vector's cut tears what ICU takes for one letter") {
    for (tests::SmsVector const& vector : tests::sms_vectors())
        for (std::size_t const at : ends_of(vector.text)) {
            auto const points = text::cut_points(vector.text);
            INFO(vector.id << " at " << at);
            CHECK(std::binary_search(points.begin(), points.end(), at));
        }
}
