#include "gateway/app/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

std::string const account =
    "[[smpp]]\nname = \"vcluster\"\nhost = \"smsc.example.in\"\nsystem_id = \"haat\"\n"
    "password_file = \"password\"\n";

struct Folder {
    tests::TempDir dir;
    explicit Folder(std::string const& password = "synth-1") {
        std::ofstream(dir.path() + "/password") << password << '\n';
    }
    Result<Config> read(std::string const& more) const {
        return parse_config(account + more, "haatline.toml", dir.path());
    }
    std::string fault(std::string const& more) const {
        auto const config = read(more);
        return config ? "none" : config.error().detail;
    }
};

} // namespace

TEST_CASE("an account needs a name, a host and who we are; all else has a default") {
    Folder const folder;
    auto const config = folder.read("");
    REQUIRE(config);
    REQUIRE(config->smpp.size() == 1);
    SmppOptions const& options = config->smpp[0];
    CHECK(options.target.shown() == "smsc.example.in:2775");
    CHECK(options.password.full() == "synth-1");
    CHECK(!options.pair);
    CHECK(options.window.most == 100);
    CHECK(options.text == smpp::TextOptions{});
    CHECK(options.timers == smpp::LinkTimers{});
    CHECK(options.dlt.empty());
    CHECK(options.ussd == nullptr);
}

TEST_CASE("every key of an account is taken") {
    auto const config = Folder().read(R"(port = 3550
tls = true
ca_file = "ca.pem"
connect_timeout_ms = 500
system_type = "SMPP"
bind = "pair"
binds = 2
window = 50
rate_per_s = 30
price_paise = 13
owed_max = 40
enquire_s = 15
enquire_answer_s = 5
response_s = 20
parts_wait_ms = 300
lenient_payload = true
lenient_tlv_tail = true
sender = "VCLUST"
header_ton = 0
header_npi = 1
code_ton = 3
code_npi = 9
esm_mode = 3
absolute_validity = true
long_mode = "sar"
ref_bits = 16
gsm_dcs = 1
ucs2_dcs = 24
ucs2 = false
national = "cheaper"
national_tables = ["6", "7"]
gsm_as_ascii = false
charsets = ["0=latin1", "4=utf8"]
message_ids = "hex/dec"
receipts_by_text = true
receipt_digits = true
receipt_zone_minutes = 0
reasons = ["0x45=template", "014=absent"]
retry_codes = ["0x403", "1040"]
chain = "sha256"
ussd = "6d"
ussd_code = "*166#"
ussd_gsm_dcs = 15
ussd_ucs2_dcs = 72
page_septets = 140
page_ucs2_units = 70
[[smpp.dlt]]
tag = 0x1401
form = "cstring"
max_bytes = 30
value = "entity"
[[smpp.dlt]]
tag = 0x219C
form = "u8"
value = "1"
required = false
)");
    REQUIRE(config);
    SmppOptions const& options = config->smpp.at(0);
    CHECK(options.target.port == "3550");
    CHECK(options.target.tls);
    CHECK(options.target.ca_file.ends_with("/ca.pem"));
    CHECK(options.target.connect_timeout == 500ms);
    CHECK(options.system_type == "SMPP");
    CHECK(options.pair);
    CHECK(options.binds == 2);
    CHECK(options.window.most == 50);
    CHECK(options.window.rate_per_s == 30);
    CHECK(options.price_paise == 13);
    CHECK(options.owed_most == 40);
    CHECK(options.timers.enquire == 15s);
    CHECK(options.timers.enquire_answer == 5s);
    CHECK(options.timers.response == 20s);
    CHECK(options.parts_wait == 300ms);
    CHECK(options.lenience == smpp::Lenience{true, true});
    CHECK(options.sender == "VCLUST");
    CHECK(options.header_ton == 0);
    CHECK(options.header_npi == 1);
    CHECK(options.code_ton == 3);
    CHECK(options.code_npi == 9);
    CHECK(options.esm_mode == 3);
    CHECK(options.absolute_validity);
    coding::SmsRoute route;
    route.policy = coding::Policy::cheaper;
    route.allow = {true, true, true, true};
    route.tables = 1U << 6 | 1U << 7;
    route.ref16 = true;
    CHECK(options.text == smpp::TextOptions{route, smpp::LongMode::sar, 1, 24});
    CHECK(!options.native_letters);
    CHECK(options.charsets ==
          smpp::CharsetOptions{{{0, smpp::Charset::latin1}, {4, smpp::Charset::utf8}}, false});
    CHECK(options.id_form == smpp::IdForm::hex_then_decimal);
    CHECK(options.receipts == smpp::ReceiptOptions{true, true, 0min});
    CHECK(options.reasons.at("0x45") == "template");
    CHECK(options.reasons.at("014") == "absent");
    CHECK(options.retry_codes == std::set<std::uint32_t>{0x403, 1040});
    CHECK(options.chain == smpp::ChainForm::sha256);
    CHECK(options.ussd == smpp::ussd_dialect("6d"));
    CHECK(options.ussd_code == "*166#");
    CHECK(options.ussd_coding == smpp::UssdCoding{15, 72});
    CHECK(options.ussd_budget == coding::PageBudget{140, 70});
    CHECK(options.dlt ==
          std::vector<smpp::DltField>{
              {0x1401, smpp::TlvForm::cstring, 30, smpp::DltSource::entity, "", true},
              {0x219C, smpp::TlvForm::u8, 64, smpp::DltSource::constant, "1", false}});
}

TEST_CASE("what is wrong with an account is said with its line, and how to mend it") {
    Folder const folder;
    CHECK(folder.fault("window = 0") ==
          "haatline.toml:6: smpp.window must be from 1 to 10000, not 0");
    CHECK(folder.fault("bind = \"receiver\"") ==
          "haatline.toml:6: smpp.bind must be one of transceiver, pair");
    CHECK(folder.fault("ussd = \"klingon\"") ==
          "haatline.toml:6: smpp.ussd must be one of standard, 6d, mica, textbook");
    CHECK(folder.fault("ca_file = \"ca.pem\"") ==
          "haatline.toml:6: smpp.ca_file means nothing without tls = true");
    CHECK(folder.fault("charsets = [\"0=koi8\"]").find("one of gsm, ascii, latin1") !=
          std::string::npos);
    CHECK(folder.fault("reasons = [\"0x45=bad luck\"]").find("docs/failure-reasons.md") !=
          std::string::npos);
    CHECK(folder.fault("retry_codes = [\"4O3\"]") ==
          "haatline.toml:6: smpp.retry_codes '4O3' is no status, as in \"0x403\"");
    CHECK(folder.fault("ref_bits = 9") == "haatline.toml:6: smpp.ref_bits must be 8 or 16");
    CHECK(folder.fault("sender = \"A VERY LONG SENDER\"").find("at most 11") != std::string::npos);
    CHECK(folder.fault("national = \"prefer\"\nnational_tables = [\"14\"]").find("is no table") !=
          std::string::npos);
    CHECK(folder.fault("dlt_usual = true\n[[smpp.dlt]]\ntag = 0x1400\nvalue = \"entity\"")
              .find("exclude each other") != std::string::npos);
    CHECK(folder.fault("[[smpp.dlt]]\nvalue = \"entity\"").find("tag must be there") !=
          std::string::npos);
    CHECK(folder.fault("password = \"synth\"") != "none");
    CHECK(folder.fault(account).find("is the name of another route") != std::string::npos);
    CHECK(Folder("nine-chars").fault("").find("8 characters") != std::string::npos);
}
