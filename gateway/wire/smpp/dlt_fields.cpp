#include "gateway/wire/smpp/dlt_fields.hpp"

#include "gateway/wire/hash.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace haatline::smpp {
namespace {

struct Name {
    std::string_view name;
    DltSource source;
};
constexpr std::array kNames{
    Name{"entity", DltSource::entity},
    Name{"template", DltSource::template_id},
    Name{"chain", DltSource::chain},
    Name{"header", DltSource::header},
};

std::string value_of(DltField const& field, ChainForm chain, DltValues const& values) {
    switch (field.source) {
    case DltSource::entity:
        return std::string(values.entity);
    case DltSource::template_id:
        return std::string(values.template_id);
    case DltSource::chain:
        return chain_value(chain, values.chain);
    case DltSource::header:
        return std::string(values.header);
    case DltSource::constant:
        return field.constant;
    }
    return {};
}

Result<void> add_number(Tlvs& to, DltField const& field, std::string const& value) {
    std::uint32_t number = 0;
    auto const [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), number);
    std::uint32_t const most = field.form == TlvForm::u8    ? 0xFF
                               : field.form == TlvForm::u16 ? 0xFFFF
                                                            : 0xFFFFFFFF;
    if (wrong != std::errc() || end != value.data() + value.size() || number > most)
        return fail(Errc::bad_request,
                    fmt::format("the {} of TLV 0x{:04X} is no number of its form",
                                name_of(field.source), field.tag));
    if (field.form == TlvForm::u8) to.add_u8(field.tag, static_cast<std::uint8_t>(number));
    if (field.form == TlvForm::u16) to.add_u16(field.tag, static_cast<std::uint16_t>(number));
    if (field.form == TlvForm::u32) to.add_u32(field.tag, number);
    return {};
}

Result<void> add_field(Tlvs& to, DltField const& field, std::string const& value) {
    if (value.empty()) {
        if (!field.required) return {};
        return fail(Errc::bad_request,
                    fmt::format("no {} for TLV 0x{:04X}, which this link requires",
                                name_of(field.source), field.tag));
    }
    bool const text = field.form == TlvForm::octets || field.form == TlvForm::cstring;
    if (!text) return add_number(to, field, value);
    std::size_t const octets = value.size() + (field.form == TlvForm::cstring);
    if (octets > field.most)
        return fail(Errc::bad_request,
                    fmt::format("the {} of TLV 0x{:04X} is longer than {} octets",
                                name_of(field.source), field.tag, field.most));
    field.form == TlvForm::cstring ? to.add_cstring(field.tag, value) : to.add(field.tag, value);
    return {};
}

} // namespace

std::optional<DltSource> dlt_source_named(std::string_view name) {
    for (Name const& row : kNames)
        if (row.name == name) return row.source;
    return std::nullopt;
}

std::string_view name_of(DltSource source) {
    for (Name const& row : kNames)
        if (row.source == source) return row.name;
    return "constant";
}

std::optional<DltSource> missing_dlt(std::vector<DltField> const& fields, ChainForm chain,
                                     DltValues const& values) {
    for (DltField const& field : fields)
        if (field.required && value_of(field, chain, values).empty()) return field.source;
    return std::nullopt;
}

std::vector<DltField> usual_dlt_fields() {
    return {{0x1400, TlvForm::octets, 30, DltSource::entity, "", true},
            {0x1401, TlvForm::octets, 30, DltSource::template_id, "", true},
            {0x1402, TlvForm::octets, 64, DltSource::chain, "", false}};
}

std::string chain_value(ChainForm form, std::string_view list) {
    if (form == ChainForm::none || list.empty()) return {};
    if (form == ChainForm::literal) return std::string(list);
    return gateway::hex_lower(gateway::digest(gateway::HashName::sha256, list));
}

Result<void> add_dlt_fields(Tlvs& to, std::vector<DltField> const& fields, ChainForm chain,
                            DltValues const& values) {
    Tlvs added = to;
    for (DltField const& field : fields)
        if (auto done = add_field(added, field, value_of(field, chain, values)); !done) return done;
    to = std::move(added);
    return {};
}

} // namespace haatline::smpp
