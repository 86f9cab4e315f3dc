#include "locales/coding/decode.hpp"
#include "locales/coding/user_data.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::coding;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes(std::string_view hex) {
    Bytes out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out.push_back(
            static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
    return out;
}

/// Unpacked, with a header.
Decoded smpp(std::string_view hex, std::uint8_t dcs = 0) {
    Bytes const octets = bytes(hex);
    return decode_sms(octets, static_cast<std::uint8_t>(octets.size()), dcs, true, Form::unpacked);
}

std::string plain(std::string_view septets_in_hex) {
    std::size_t mended = 0;
    return text_of(read_septets(bytes(septets_in_hex), {}, mended));
}

} // namespace

TEST_CASE("what the vectors hold is read back, packed and unpacked") {
    for (tests::SmsVector const& vector : tests::sms_vectors()) {
        INFO(vector.id);
        Assembly packed, unpacked;
        auto const dcs = static_cast<std::uint8_t>(vector.expected.dcs);
        for (auto part = vector.expected.parts.rbegin(); part != vector.expected.parts.rend();
             ++part) {
            bool const header = !part->header.empty();
            CHECK(packed.add(decode_sms(bytes(part->packed),
                                        static_cast<std::uint8_t>(part->length), dcs, header)));
            Bytes const octets = bytes(part->smpp);
            CHECK(unpacked.add(decode_sms(octets, static_cast<std::uint8_t>(octets.size()), dcs,
                                          header, Form::unpacked)));
        }
        CHECK(packed.complete());
        CHECK(packed.text() == unpacked.text());
        CHECK(tests::decomposed(packed.text()) == tests::decomposed(vector.text));
    }
}

TEST_CASE("every cell of every table is read as its character") {
    for (std::uint8_t table = 0; table < cells::kTables; ++table)
        for (std::uint8_t septet = 0; septet < 128; ++septet) {
            std::size_t mended = 0;
            INFO(unsigned{table} << " " << unsigned{septet});
            if (table != 2 && septet != kEscape) { // Spanish has no locking table
                char16_t const cell = cells::kLocking[table][septet];
                CHECK(read_septets(Bytes{septet}, {table, 0}, mended) ==
                      std::u16string(1, cell == 0 ? u' ' : cell));
            }
            char16_t const cell = cells::kSingle[table][septet];
            if (cell != 0 && septet != kPageBreak)
                CHECK(read_septets(Bytes{kEscape, septet}, {0, table}, mended) ==
                      std::u16string(1, cell));
        }
}

TEST_CASE("escapes that lead nowhere become what a handset shows") {
    CHECK(plain("611b6562") == "a€b");
    CHECK(plain("1b61") == "a");       // an empty cell: the locking table's character
    CHECK(plain("611b1b62") == "a b"); // to a third table
    CHECK(plain("611b") == "a ");      // at the end
    CHECK(plain("1b0a") == "\n");      // page break
    CHECK(plain("1b0d") == "\r");      // CR2
    std::size_t mended = 0;
    CHECK(text_of(read_septets(bytes("1b65"), {0, 12}, mended)) ==
          "€"); // some senders, in Telugu's
    CHECK(mended == 0);
    CHECK(text_of(read_septets(bytes("00"), {7, 0}, mended)) == " "); // an empty cell of Kannada's
    CHECK(mended == 1);
}

TEST_CASE("a header that claims more than there is counts as text") {
    for (char const* hex :
         {"05000342", "ff", "03000341", "0224", "0100", "04240106ff", "03240206"}) {
        INFO(hex);
        Decoded const part = smpp(hex);
        CHECK(part.header.ill_formed);
        CHECK(part.header.octets == 0);
        CHECK(part.units.size() == std::string_view(hex).size() / 2);
    }
    CHECK(decode_sms({}, 0, 0, true).header.ill_formed);
    CHECK(decode_sms({}, 200, 0, false).units.empty());
}

TEST_CASE("tables in a header count whatever else stands there") {
    auto const tables = [](char const* hex) { return read_header(bytes(hex)).tables; };
    CHECK(tables("03240106") == Tables{0, 6});
    CHECK(tables("03250106") == Tables{6, 0});
    CHECK(tables("06240106250104") == Tables{4, 6});
    CHECK(tables("06240104240106") == Tables{0, 6});        // the last one
    CHECK(tables("0605040b8423f0") == Tables{});            // ports
    CHECK(tables("0a05040b8423f024010b00") == Tables{});    // ill-formed behind them
    CHECK(tables("0905040b8423f024010b") == Tables{0, 11}); // behind ports
    CHECK(tables("03250102") == Tables{});                  // Spanish has no locking table
    CHECK(tables("03240102") == Tables{0, 2});
    CHECK(tables("0324010e") == Tables{}); // reserved
    CHECK(tables("032501ff") == Tables{});
    CHECK(tables("0424020606") == Tables{}); // of two octets
    CHECK(tables("022400") == Tables{});
    CHECK(tables("00") == Tables{});
}

TEST_CASE("which part of how many is believed only when it can be") {
    auto const concat = [](char const* hex) { return read_header(bytes(hex)).concat; };
    CHECK(concat("050003420302") == Concat{0x42, false, 3, 2});
    CHECK(concat("06080412340201") == Concat{0x1234, true, 2, 1});
    CHECK(concat("050003420002") == std::nullopt);
    CHECK(concat("050003420200") == std::nullopt);
    CHECK(concat("050003420203") == std::nullopt);
    CHECK(concat("0400024203") == std::nullopt);
}

TEST_CASE("lengths beyond the octets, odd octets and lone surrogates are mended") {
    Bytes const hello = bytes("e8329bfd06");
    CHECK(text_of(decode_sms(hello, 255, 0, false).units) == "hello");
    CHECK(text_of(decode_sms(hello, 3, 0, false).units) == "hel");
    Bytes const odd = bytes("feff006100");
    CHECK(text_of(decode_sms(odd, 5, 8, false).units) == "a");
    CHECK(decode_sms(odd, 5, 8, false).mended == 1);
    CHECK(text_of(decode_sms(bytes("d83c0061df3e"), 6, 8, false).units) == "\uFFFDa\uFFFD");
    CHECK(text_of(decode_sms(bytes("d83cdf3e"), 4, 8, false).units) == "🌾");
    Bytes const loud = bytes("e1e2");
    Decoded const part = decode_sms(loud, 2, 0, false, Form::unpacked);
    CHECK(text_of(part.units) == "ab");
    CHECK(part.mended == 2);
}

TEST_CASE("data coding schemes say text, UCS-2 or octets") {
    for (auto const& [dcs, content] : {std::pair{0x00, Content::gsm7},
                                       {0x04, Content::octets},
                                       {0x08, Content::ucs2},
                                       {0x0C, Content::gsm7},
                                       {0x10, Content::gsm7},
                                       {0x18, Content::ucs2},
                                       {0x20, Content::octets},
                                       {0x48, Content::ucs2},
                                       {0x80, Content::gsm7},
                                       {0xC8, Content::gsm7},
                                       {0xD0, Content::gsm7},
                                       {0xE0, Content::ucs2},
                                       {0xF0, Content::gsm7},
                                       {0xF5, Content::octets},
                                       {0xF1, Content::gsm7}}) {
        INFO(dcs);
        CHECK(content_of(static_cast<std::uint8_t>(dcs)) == content);
    }
    CHECK(decode_sms(bytes("6161"), 2, 0xF4, false).units.empty());
}

TEST_CASE("parts are joined before their halves of a character are read") {
    Assembly message;
    CHECK_FALSE(message.complete());
    CHECK(message.add(smpp("050003420302df3e0062", 8)));
    CHECK(message.missing() == 2);
    CHECK(message.add(smpp("0500034203010061d83c", 8)));
    CHECK_FALSE(message.add(smpp("0500034203010078d83c", 8))); // again
    CHECK_FALSE(message.add(smpp("050003430303", 8)));         // another message's
    CHECK_FALSE(message.add(smpp("06080400420303", 8)));       // references of 16 bits are others
    CHECK_FALSE(message.complete());
    CHECK(message.add(smpp("0800034203032401060063"
                           "0064",
                           8)));
    CHECK(message.complete());
    CHECK(message.text() == "a🌾bcd");
}
