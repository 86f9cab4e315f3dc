#include "simulators/smsc/pdu_log.hpp"

#include "base/json_text.hpp"
#include "gateway/wire/smpp/octets.hpp"
#include "simulators/smsc/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>

namespace haatline::simulators::smsc {
namespace {

using smpp::Pdu;

class Line {
  public:
    void number(std::string_view name, std::uint64_t value) {
        fmt::format_to(std::back_inserter(out_), "{}\"{}\":{}", comma(), name, value);
    }
    void text(std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(out_), "{}\"{}\":", comma(), name);
        append_json_text(out_, value);
    }
    void hex(std::string_view name, std::string_view octets) {
        fmt::format_to(std::back_inserter(out_), "{}\"{}\":\"", comma(), name);
        for (char const c : octets)
            fmt::format_to(std::back_inserter(out_), "{:02x}", static_cast<unsigned char>(c));
        out_ += '"';
    }
    std::string end() { return out_ + "}\n"; }

  private:
    std::string_view comma() { return out_.size() > 1 ? "," : ""; }
    std::string out_ = "{";
};

/// Octets of the wire are any octets; JSON wants UTF-8.
std::string ascii(std::string_view text) {
    std::string out;
    for (char const c : text) out += c >= ' ' && c <= '~' ? c : '?';
    return out;
}

struct NumberRow {
    std::string_view name;
    std::uint8_t Pdu::*member;
};
constexpr std::array numbers{NumberRow{"esm_class", &Pdu::esm_class},
                             NumberRow{"registered_delivery", &Pdu::registered_delivery},
                             NumberRow{"data_coding", &Pdu::data_coding}};
struct TextRow {
    std::string_view name;
    std::string Pdu::*member;
};
constexpr std::array texts{TextRow{"system_id", &Pdu::system_id},
                           TextRow{"message_id", &Pdu::message_id},
                           TextRow{"validity", &Pdu::validity}};

void tell(Line& line, Pdu const& pdu) {
    line.text("command", smpp::name_of(pdu.command));
    line.number("status", pdu.status);
    line.number("sequence", pdu.sequence);
    for (auto const& row : texts)
        if (!(pdu.*row.member).empty()) line.text(row.name, ascii(pdu.*row.member));
    if (!pdu.source.digits.empty()) line.text("source", ascii(pdu.source.digits));
    if (!pdu.destination.digits.empty()) line.text("destination", ascii(pdu.destination.digits));
    for (auto const& row : numbers)
        if (pdu.*row.member != 0) line.number(row.name, pdu.*row.member);
    if (!pdu.message().empty()) line.text("text", shown_text(pdu));
    for (auto const& tlv : pdu.tlvs) line.hex(fmt::format("{:04x}", tlv.tag), tlv.value);
}

/// A log is read by more people than a password is for.
std::string without_password(Pdu pdu) {
    pdu.password.assign(pdu.password.size(), '*');
    return smpp::encoded(pdu).value_or(std::string());
}

} // namespace

std::string pdu_line(TimePoint at, std::uint64_t link, std::string_view account, Way way,
                     std::string_view octets) {
    Line line;
    auto shown = std::string(octets);
    line.number("at_ms", static_cast<std::uint64_t>(at.time_since_epoch().count()));
    line.number("link", link);
    if (!account.empty()) line.text("account", account);
    line.text("way", way == Way::in ? "in" : "out");
    if (auto const pdu = smpp::decode(octets, {true, true})) {
        tell(line, *pdu);
        if (smpp::is_bind(pdu->command)) shown = without_password(*pdu);
    } else {
        if (octets.size() >= smpp::kHeaderOctets) {
            line.number("command_id", smpp::read_u32(octets, 4));
            line.number("sequence", smpp::read_u32(octets, 12));
        }
        line.number("malformed", pdu.error().status);
    }
    line.hex("hex", shown);
    return line.end();
}

Result<PduLog> PduLog::open(std::string const& path) {
    PduLog out;
    if (path.empty()) return out;
    out.file_.reset(path == "-" ? stderr : std::fopen(path.c_str(), "ae"));
    if (!out.file_)
        return fail(Errc::unavailable, fmt::format("{}: {}; name a file that can be written", path,
                                                   std::strerror(errno)));
    std::setvbuf(out.file_.get(), nullptr, _IOLBF, BUFSIZ);
    return out;
}

void PduLog::add(std::string const& line) {
    if (file_) std::fwrite(line.data(), 1, line.size(), file_.get());
}

} // namespace haatline::simulators::smsc
