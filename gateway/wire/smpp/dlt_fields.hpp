#pragma once

#include "base/result.hpp"
#include "gateway/wire/smpp/tlv.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What India's register wants beside a text, as TLVs: which, in what form and order is an operator's
/// matter, none of it is standardised. Reference: smpp.md §13.
namespace haatline::smpp {

/// Where the value of an extra TLV comes from.
enum class DltSource : unsigned char {
    entity,
    template_id,
    chain,
    header,
    constant,
};
/// "entity", "template", "chain", "header"; anything else is a constant.
std::optional<DltSource> dlt_source_named(std::string_view name);
std::string_view name_of(DltSource source);

/// One extra TLV of a link. They are sent in the order of the configuration: some peers compare.
struct DltField {
    std::uint16_t tag = 0;
    TlvForm form = TlvForm::octets; ///< no NUL in any sample that was seen
    std::uint16_t most = 64;        ///< octets of the value
    DltSource source = DltSource::constant;
    std::string constant;
    bool required = true; ///< without a value the message is refused here
    bool operator==(DltField const&) const = default;
};
/// Tags as they were seen most often.
std::vector<DltField> usual_dlt_fields();

/// What stands in the tag of the chain.
enum class ChainForm : unsigned char {
    none,
    literal, ///< as it was given: a telemarketer's number, or a hash that somebody else made
    sha256,  ///< of the list "entity,telemarketer,…", in lower-case hexadecimal
};

/// Views of what is known of one message.
struct DltValues {
    std::string_view entity, header, template_id, chain;
};
/// The value of the chain's tag. `list` is the chain: numbers with commas and no blanks between them.
std::string chain_value(ChainForm form, std::string_view list);

/// What a link requires and nobody gave; nothing when all is there.
std::optional<DltSource> missing_dlt(std::vector<DltField> const& fields, ChainForm chain,
                                     DltValues const& values);

/// Adds the TLVs of `fields`. @fails Errc::bad_request naming what is missing, too long or no number;
/// nothing was added then.
Result<void> add_dlt_fields(Tlvs& to, std::vector<DltField> const& fields, ChainForm chain,
                            DltValues const& values);

} // namespace haatline::smpp
