#pragma once

#include "gateway/wire/signature.hpp"

#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

class RequestView;

/// What of a request a signature may be over. Borrows the view.
class SignedView {
  public:
    explicit SignedView(RequestView const& view);

    /// `base`: the route's address, which is known to us whatever a proxy made of it.
    SignedRequest request(std::string_view base) const;
    /// Whether everything that was posted is in what `recipe` signs: members inside members are in no list of fields.
    bool covers_all(Recipe const& recipe) const;

  private:
    RequestView const& view_;
    std::vector<NamedValue> query_, posted_;
    bool flat_ = true;
};

} // namespace haatline::gateway::mapping
