#pragma once

#include "base/result.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/net/http.hpp"
#include "gateway/wire/fields.hpp"

#include <string>
#include <string_view>

namespace haatline::gateway {

/// Takes a callback's fields one by one and remembers every fault, so that the answer names all of
/// them at once: "field MSISDN is missing; field input is given twice". Never holds what a caller
/// typed.
class Reading {
  public:
    explicit Reading(Fields const& fields) : fields_(fields) {}

    std::string text(std::string_view name);  ///< must be there, may be empty
    std::string ident(std::string_view name); ///< a provider's id: 1-128 printable ASCII characters
    Msisdn phone(std::string_view name);
    void fault(std::string_view name, std::string_view what);

    bool good() const { return faults_.empty(); }
    tl::unexpected<Error> error() const { return fail(Errc::bad_request, faults_); }

  private:
    Fields const& fields_;
    std::string faults_;
};

/// Where a request's fields stand: in the query of a GET, in the form of a POST.
/// @fails Errc::bad_request for another content type, and as `Fields::parse`.
Result<Fields> fields_of(RawRequest const& request);

/// A provider's id: 1-128 printable ASCII characters.
bool is_ident(std::string_view text);
constexpr std::string_view ident_shape = "an id of 1-128 printable characters";

/// The beginning of `typed` that anything behind the edge may look at (limits::input_bytes, whole
/// code points).
std::string bounded_input(std::string_view typed);

/// "*789#" → "789", "vc166" → "vc166": how a service code is written where stars and hashes cannot
/// stand.
std::string bare_code(std::string_view service_code);

/// What was dialled behind our code: nothing when `dialled` ("789*22", no outer * and #) is not our
/// code.
bool dialled_behind(std::string_view dialled, std::string_view bare_code, std::string& behind);

/// What of a dial may be written down: languages, keys and places; "?" for every other part. Answers of
/// a dialogue that is long forgotten come as a dial too, where answers are cumulative, and a secret
/// number may be among them.
std::string dialled_parts(std::string_view dialled);

} // namespace haatline::gateway
