#pragma once

#include "gateway/app/program.hpp"
#include "gateway/outbox/outbox.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace haatline::gateway {

/// What the register says of one text: what goes on the wire with it, or why it may not leave.
struct Registered {
    DltFacts facts;
    std::string version, variables; ///< for the ledger
    std::string text{}; ///< the words as approved, values filled in; empty: as they were
};
using Judgement = std::variant<Registered, MayNot, NotNow>;

/// Makes of a parcel what leaves by a route: its words in the reader's language, in letters the route carries,
/// judged by the rules of commercial messages.
class MessageMaker {
  public:
    explicit MessageMaker(std::function<Program const&()> program) : program_(std::move(program)) {}

    /// India's register. Without one everything may leave.
    std::function<Judgement(storage::outbox::Parcel const&, std::string_view text,
                            std::string_view language, Carrier const&, TimePoint now)>
        judge;

    Making operator()(storage::outbox::Parcel const& parcel, Carrier const& carrier,
                      TimePoint now) const;

  private:
    std::function<Program const&()> program_;
};

} // namespace haatline::gateway
