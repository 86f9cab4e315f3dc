#include "base/json_text.hpp"
#include "base/world.hpp"
#include "gateway/channels/sms/smpp_carrier.hpp"
#include "gateway/net/line_input.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string>

/// The gateway's way out over SMPP alone, for tests/interop: dials an SMSC of another maker, sends what it
/// is told ("send 9876543212 TEXT"), and tells a line of JSON for all that it hears.
///
///     interop_esme PORT [lenient]
namespace {

using namespace haatline;
using namespace haatline::gateway;

/// {"name":"value",...}; all values are texts.
void tell(std::initializer_list<std::pair<std::string_view, std::string>> fields) {
    std::string out = "{";
    for (auto const& [name, value] : fields) {
        if (out.size() > 1) out += ',';
        append_json_text(out, name);
        out += ':';
        append_json_text(out, value);
    }
    fmt::print("{}}}\n", out);
    std::fflush(stdout);
}

std::string name_of(Submitted::What what) {
    constexpr std::string_view names[] = {"accepted",  "refused", "retry",
                                          "slow_down", "unknown", "not_sent"};
    return std::string(names[static_cast<std::size_t>(what)]);
}

class Teller final : public CarrierListener {
  public:
    void submitted(Carrier&, std::vector<Submitted> results) override {
        for (auto const& one : results) {
            std::string ids;
            for (auto const& id : one.ids) ids += (ids.empty() ? "" : " ") + id;
            tell({{"submitted", std::to_string(one.parcel)},
                  {"what", name_of(one.what)},
                  {"ids", ids},
                  {"raw", one.raw_code}});
        }
    }
    void receipts(Carrier&, std::vector<ReceiptNews> news, Stored stored) override {
        for (auto const& one : news)
            tell({{"receipt", one.id}, {"state", one.state}, {"raw", one.raw_code}});
        stored(true);
    }
    void arrived(Carrier&, Arrived message, Stored stored) override {
        tell({{"arrived", message.text},
              {"from", std::to_string(message.from.number())},
              {"to", message.to},
              {"odd", message.odd}});
        stored(true);
    }
    void changed(Carrier& carrier) override {
        if (std::exchange(up_, carrier.up()) != carrier.up())
            tell({{"link", carrier.up() ? "up" : "down"}});
    }

  private:
    bool up_ = false;
};

SmppOptions account(std::string port, bool lenient) {
    SmppOptions out;
    out.name = "operator";
    out.target.host = "127.0.0.1";
    out.target.port = std::move(port);
    out.system_id = "haatline";
    out.password = Secret("secret12"); // synthetic
    out.sender = "HAATLN";
    out.lenience = {lenient, lenient};
    out.timers.enquire = std::chrono::seconds(1);
    out.dlt = smpp::usual_dlt_fields();
    return out;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    Loop loop;
    Teller teller;
    SmppCarrier carrier(works_on(loop, system_world()),
                        account(argv[1], argc > 2 && std::string_view(argv[2]) == "lenient"),
                        teller);
    std::int64_t parcels = 0;
    auto const lines = LineInput::read(loop, 0, [&](std::string_view line) {
        if (!line.starts_with("send ")) return loop.stop();
        line.remove_prefix(5);
        auto const blank = line.find(' ');
        auto const to = Msisdn::parse(line.substr(0, blank));
        if (!to || blank == std::string_view::npos) return loop.stop();
        Outgoing message;
        message.parcel = ++parcels;
        message.to = *to;
        message.text = line.substr(blank + 1);
        message.dlt.entity = "1301157000000000001";
        message.dlt.template_id = "1307160000000000001";
        carrier.submit({message});
    });
    loop.on_terminate([&] { loop.stop(); });
    carrier.begin();
    loop.run();
    return 0;
}
