#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <cstdint>
#include <string>

namespace haatline::simulators::smsc {

/// India's register as an operator checks it: entity and template must be there (reference: smpp.md §13).
struct DltCheck {
    bool on = false;
    bool swapped =
        false;          ///< 0x1400 is the template and 0x1401 the entity, as some operators have it
    std::string entity; ///< the only one there is; empty: any of 19 digits
    bool chain = false; ///< 0x1402 must be there too
    std::uint32_t refusal = 0x400; ///< vendor code of what is refused

    /// 0, or the status to refuse a submission with.
    std::uint32_t status_of(smpp::Pdu const& submit) const;
};

} // namespace haatline::simulators::smsc
