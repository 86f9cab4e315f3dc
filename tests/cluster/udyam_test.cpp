#include "cluster/udyam.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

TEST_CASE("a Udyam number is read however a keypad gives it") {
    for (auto const* typed :
         {"UDYAM-BR-12-0001234", "BR-12-0001234", "br120001234", "udyam br 12 0001234",
          "Udyam-BR-12-OOO1234", " br.12.0001234 ", "BR/12/0001234", "BR–12–0001234",
          "BR-१२-०००१२३४", "udyam-br-12-000 12 34", "UDYAM:BR 12 ०००1234", "UDYAM_BR_12_0001234"})
        CHECK(read_udyam(typed) == "UDYAM-BR-12-0001234");
    CHECK(read_udyam("0D-01-0000001") == "UDYAM-OD-01-0000001"); // a zero where the letter belongs
    CHECK(read_udyam("WB 18 0000000") == "UDYAM-WB-18-0000000");
}

TEST_CASE("what is no Udyam number is never completed, cut or guessed") {
    for (auto const* typed :
         {"", "0", "UDYAM", "UDYAM-BR-12-000123", "UDYAM-BR-12-00012345", "B-12-0001234",
          "BRR-12-0001234", "BR-1A-0001234", "12-BR-0001234", "UDYAM-BR-12-0001234-1",
          "UAM BR12A0001234", "BR*12*0001234", "बीआर-12-0001234", "BR-12-000123\xff", "UDYAM UDYAM",
          "234567890123", "00919876543"})
        CHECK(read_udyam(typed) == std::nullopt);
}
