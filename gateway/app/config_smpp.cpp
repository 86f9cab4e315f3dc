#include "gateway/app/config_smpp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace haatline::gateway {
namespace {

constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kSenderLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_ ";
// Sizes of a bind's fields, without their NUL (SMPP 3.4 issue 1.2 §4.1).
constexpr std::size_t kSystemIdMost = 15, kPasswordMost = 8, kSystemTypeMost = 12;

constexpr std::array kReasons{"entity",     "header", "template", "variable",  "consent",
                              "preference", "chain",  "url",      "time_band", "unreachable",
                              "absent",     "spam",   "credits",  "auth",      "unknown"};

constexpr std::pair<std::string_view, smpp::LongMode> kLongModes[] = {
    {"udh", smpp::LongMode::udh},
    {"sar", smpp::LongMode::sar},
    {"payload", smpp::LongMode::payload}};
constexpr std::pair<std::string_view, smpp::IdForm> kIdForms[] = {
    {"same", smpp::IdForm::same},
    {"hex/dec", smpp::IdForm::hex_then_decimal},
    {"dec/hex", smpp::IdForm::decimal_then_hex},
    {"any", smpp::IdForm::any}};
constexpr std::pair<std::string_view, smpp::ChainForm> kChains[] = {
    {"none", smpp::ChainForm::none},
    {"literal", smpp::ChainForm::literal},
    {"sha256", smpp::ChainForm::sha256}};
constexpr std::pair<std::string_view, smpp::TlvForm> kForms[] = {
    {"octets", smpp::TlvForm::octets},
    {"cstring", smpp::TlvForm::cstring},
    {"u8", smpp::TlvForm::u8},
    {"u16", smpp::TlvForm::u16},
    {"u32", smpp::TlvForm::u32}};
constexpr std::pair<std::string_view, coding::Policy> kPolicies[] = {
    {"off", coding::Policy::off},
    {"cheaper", coding::Policy::cheaper},
    {"prefer", coding::Policy::prefer}};
constexpr std::pair<std::string_view, bool> kBinds[] = {{"transceiver", false}, {"pair", true}};

/// "5", "0x403". Nothing for anything else, and past `most`.
std::optional<std::uint32_t> number_of(std::string_view word, std::uint32_t most) {
    bool const hex = word.starts_with("0x");
    if (hex) word.remove_prefix(2);
    std::uint32_t value = 0;
    auto const end = word.data() + word.size();
    auto const read = std::from_chars(word.data(), end, value, hex ? 16 : 10);
    if (word.empty() || read.ec != std::errc() || read.ptr != end || value > most)
        return std::nullopt;
    return value;
}

/// Calls `take(left, right)` for each "left=right" of a list; it says what is wrong, or nothing.
template <class Take>
void pairs(TomlTable& table, std::string_view key, Take take) {
    std::vector<std::string> rows;
    table.texts(key, rows);
    for (auto const& row : rows) {
        auto const cut = row.find('=');
        std::string wrong = "is not of the form left=right";
        if (cut != std::string::npos) wrong = take(row.substr(0, cut), row.substr(cut + 1));
        if (!wrong.empty()) table.fault(key, fmt::format("'{}' {}", row, wrong));
    }
}

void read_account(TomlTable& table, std::string const& folder, SmppOptions& out) {
    table.text("name", out.name);
    if (out.name.empty() || out.name.size() > 40 ||
        out.name.find_first_not_of(kNameLetters) != std::string::npos)
        table.fault("name", "must be there: 1-40 lower-case letters, digits, - or _");
    table.text("host", out.target.host);
    if (out.target.host.empty() || out.target.host.find_first_of(" /:@") != std::string::npos)
        table.fault("host", "must be there: a name or an address, without a port");
    unsigned port = 2775; // SMPP's own
    table.number("port", port, 1, 65'535);
    out.target.port = std::to_string(port);
    table.flag("tls", out.target.tls);
    table.text("ca_file", out.target.ca_file);
    if (!out.target.ca_file.empty() && !out.target.tls)
        table.fault("ca_file", "means nothing without tls = true");
    if (!out.target.ca_file.empty() && !out.target.ca_file.starts_with('/'))
        out.target.ca_file = (std::filesystem::path(folder) / out.target.ca_file).string();
    table.duration("connect_timeout_ms", out.target.connect_timeout, 100, 120'000);
    table.text("system_id", out.system_id);
    if (out.system_id.empty() || out.system_id.size() > kSystemIdMost)
        table.fault("system_id",
                    fmt::format("must be there, at most {} characters", kSystemIdMost));
    table.secret("password", out.password);
    if (out.password.full().size() > kPasswordMost)
        table.fault("password_file", fmt::format("holds more than {} characters, which is all that "
                                                 "SMPP carries; ask the operator for another",
                                                 kPasswordMost));
    table.text("system_type", out.system_type);
    if (out.system_type.size() > kSystemTypeMost)
        table.fault("system_type", fmt::format("is longer than {} characters", kSystemTypeMost));
    table.choice("bind", out.pair, kBinds);
    table.number("binds", out.binds, 1, 64);
}

void read_flow(TomlTable& table, SmppOptions& out) {
    table.number("window", out.window.most, 1, 10'000);
    std::uint32_t rate = 0;
    table.number("rate_per_s", rate, 0, 100'000);
    out.window.rate_per_s = rate;
    table.number("price_paise", out.price_paise, 0, 100'000);
    table.number("owed_max", out.owed_most, 1, 10'000);
    auto const timer = [&](std::string_view key, smpp::Instant& into, std::int64_t least,
                           std::int64_t most) {
        auto seconds = std::chrono::duration_cast<std::chrono::seconds>(into);
        table.duration(key, seconds, least, most);
        into = seconds;
    };
    timer("enquire_s", out.timers.enquire, 0, 3'600);
    timer("enquire_answer_s", out.timers.enquire_answer, 1, 600);
    timer("response_s", out.timers.response, 1, 600);
    table.duration("parts_wait_ms", out.parts_wait, 0, 30'000);
    table.flag("lenient_payload", out.lenience.payload);
    table.flag("lenient_tlv_tail", out.lenience.tlv_tail);
}

void read_senders(TomlTable& table, SmppOptions& out) {
    table.text("sender", out.sender);
    bool const digits = out.sender.find_first_not_of("0123456789") == std::string::npos;
    if (out.sender.size() > (digits ? 15U : 11U) ||
        out.sender.find_first_not_of(kSenderLetters) != std::string::npos)
        table.fault("sender", "must be a header of at most 11 letters and digits, or a number");
    table.number("header_ton", out.header_ton, 0, 7);
    table.number("header_npi", out.header_npi, 0, 18);
    table.number("code_ton", out.code_ton, 0, 7);
    table.number("code_npi", out.code_npi, 0, 18);
    table.number("esm_mode", out.esm_mode, 0, 3);
    table.flag("absolute_validity", out.absolute_validity);
}

void read_tables(TomlTable& table, coding::SmsRoute& route) {
    table.choice("national", route.policy, kPolicies);
    std::vector<std::string> ids;
    table.texts("national_tables", ids);
    if (route.policy != coding::Policy::off) {
        route.allow.single = route.allow.locking = true;
        route.tables = coding::kIndianTables;
    }
    if (!ids.empty()) route.tables = 0;
    for (auto const& id : ids) {
        auto const number = number_of(id, 13);
        if (!number || *number == 0)
            table.fault(
                "national_tables",
                fmt::format("'{}' is no table: ids of 3GPP TS 23.038, \"1\" to \"13\"", id));
        else
            route.tables = static_cast<coding::TableMask>(route.tables | 1U << *number);
    }
}

void read_texts(TomlTable& table, SmppOptions& out) {
    table.choice("long_mode", out.text.long_mode, kLongModes);
    unsigned bits = 8;
    table.number("ref_bits", bits, 8, 16);
    if (bits != 8 && bits != 16) table.fault("ref_bits", "must be 8 or 16");
    out.text.route.ref16 = bits == 16;
    table.number("gsm_dcs", out.text.gsm_dcs, 0, 255);
    table.number("ucs2_dcs", out.text.ucs2_dcs, 0, 255);
    table.flag("ucs2", out.native_letters);
    read_tables(table, out.text.route);
    table.flag("gsm_as_ascii", out.charsets.gsm_as_ascii);
    pairs(table, "charsets", [&](std::string const& dcs, std::string const& name) -> std::string {
        auto const number = number_of(dcs, 255);
        auto const charset = smpp::charset_named(name);
        if (!number || !charset)
            return "must be a data_coding and one of gsm, ascii, latin1, utf8, ucs2, ucs2-le, as "
                   "in "
                   "\"0=latin1\"";
        out.charsets.by_dcs[static_cast<std::uint8_t>(*number)] = *charset;
        return {};
    });
}

void read_receipts(TomlTable& table, SmppOptions& out) {
    table.choice("message_ids", out.id_form, kIdForms);
    table.flag("receipts_by_text", out.receipts.by_text);
    table.flag("receipt_digits", out.receipts.digit_states);
    auto minutes = out.receipts.zone;
    std::int64_t zone = minutes.count();
    table.number("receipt_zone_minutes", zone, -720, 840);
    out.receipts.zone = std::chrono::minutes(zone);
    pairs(table, "reasons", [&](std::string const& code, std::string const& reason) -> std::string {
        if (code.empty() || std::ranges::find(kReasons, reason) == kReasons.end())
            return "must be a code and a reason of docs/failure-reasons.md, as in "
                   "\"0x45=template\"";
        out.reasons[code] = reason;
        return {};
    });
    std::vector<std::string> codes;
    table.texts("retry_codes", codes);
    for (auto const& code : codes) {
        if (auto const number = number_of(code, 0xFFFFFFFF))
            out.retry_codes.insert(*number);
        else
            table.fault("retry_codes", fmt::format("'{}' is no status, as in \"0x403\"", code));
    }
}

smpp::DltField read_field(TomlTable table) {
    smpp::DltField field;
    table.number("tag", field.tag, 0, 0xFFFF);
    if (field.tag == 0) table.fault("tag", "must be there, as in 0x1400");
    table.choice("form", field.form, kForms);
    table.number("max_bytes", field.most, 1, 1'024);
    std::string value;
    table.text("value", value);
    if (value.empty())
        table.fault("value", "must be entity, template, chain, header, or a text of its own");
    auto const source = smpp::dlt_source_named(value);
    field.source = source.value_or(smpp::DltSource::constant);
    if (!source) field.constant = value;
    table.flag("required", field.required);
    table.done();
    return field;
}

void read_dlt(TomlTable& table, SmppOptions& out) {
    bool usual = false;
    table.flag("dlt_usual", usual);
    if (usual) out.dlt = smpp::usual_dlt_fields();
    table.tables("dlt", [&](TomlTable inner) { out.dlt.push_back(read_field(std::move(inner))); });
    if (usual && out.dlt.size() > smpp::usual_dlt_fields().size())
        table.fault("dlt_usual", "and [[smpp.dlt]] exclude each other: write all fields, or none");
    table.choice("chain", out.chain, kChains);
}

void read_ussd(TomlTable& table, SmppOptions& out) {
    std::string dialect;
    table.text("ussd", dialect);
    table.text("ussd_code", out.ussd_code);
    table.number("ussd_gsm_dcs", out.ussd_coding.gsm_dcs, 0, 255);
    table.number("ussd_ucs2_dcs", out.ussd_coding.ucs2_dcs, 0, 255);
    table.number("page_septets", out.ussd_budget.septets, 60, 182);
    table.number("page_ucs2_units", out.ussd_budget.ucs2_units, 30, 80);
    if (dialect.empty()) return;
    out.ussd = smpp::ussd_dialect(dialect);
    if (out.ussd) return;
    std::string known;
    for (auto const& each : smpp::ussd_dialects())
        known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
    table.fault("ussd", "must be one of " + known);
}

} // namespace

SmppOptions read_smpp(TomlTable table, std::string const& folder) {
    SmppOptions out;
    read_account(table, folder, out);
    read_flow(table, out);
    read_senders(table, out);
    read_texts(table, out);
    read_receipts(table, out);
    read_dlt(table, out);
    read_ussd(table, out);
    table.done();
    return out;
}

} // namespace haatline::gateway
