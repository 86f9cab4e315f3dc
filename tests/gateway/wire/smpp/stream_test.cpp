#include "gateway/wire/smpp/octets.hpp"
#include "gateway/wire/smpp/stream.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::smpp;
using haatline::tests::octets_of;
using haatline::tests::smpp_vectors;

TEST_CASE("every strict prefix of a PDU needs more") {
    for (auto const& vector : smpp_vectors())
        for (std::size_t size = 0; size < vector.octets.size(); ++size) {
            Stream stream;
            stream.add(vector.octets.substr(0, size));
            REQUIRE(std::holds_alternative<Stream::NeedsMore>(stream.next()));
            CHECK(stream.waiting() == size);
        }
}

TEST_CASE("PDUs are cut wherever TCP split or joined them") {
    std::string all;
    for (int i = 0; i < 17; ++i)
        for (auto const& vector : smpp_vectors()) all += vector.octets;
    for (std::size_t const step : {1UL, 7UL, 16UL, 100UL, all.size()}) {
        Stream stream;
        std::string got;
        std::size_t count = 0;
        for (std::size_t at = 0; at < all.size(); at += step) {
            stream.add(std::string_view(all).substr(at, step));
            for (auto next = stream.next(); auto* whole = std::get_if<Stream::Whole>(&next);
                 next = stream.next()) {
                got += whole->octets;
                ++count;
            }
        }
        CHECK(count == 17 * smpp_vectors().size());
        CHECK(got == all);
        CHECK(stream.waiting() == 0);
    }
}

TEST_CASE("a length that no PDU has ends the stream, as soon as it is there") {
    auto const bad = [](std::string_view hex) {
        Stream stream;
        stream.add(octets_of(hex));
        auto const next = stream.next();
        REQUIRE(std::holds_alternative<Stream::BadLength>(next));
        return std::get<Stream::BadLength>(next).sequence;
    };
    CHECK(bad("00000000") == 0);
    CHECK(bad("0000000f 00000015 00000000 00000007") == 0);
    CHECK(bad("7fffffff") == 0);
    CHECK(bad("7fffffff 00000004 00000000 00000007") == 7);
    CHECK(bad("ffffffff 00000004 00000000 00000007") == 7);
    CHECK(bad("00010201 00000004 00000000 00000007") == 7);
    Stream lawful;
    lawful.add(octets_of("00010200 00000004"));
    CHECK(std::holds_alternative<Stream::NeedsMore>(lawful.next()));
}
