#pragma once

#include "base/error.hpp"
#include "gateway/api/json_fields.hpp"
#include "gateway/net/http.hpp"

namespace haatline::gateway {

/// A refusal as RFC 9457 has it: `type` is "/api/v1/openapi.json#<our name of it>", `title` and `status` go with
/// the type, `detail` says what to do; `errors` point into the body.
/// `status`: where HTTP knows better than the table of errors; 0: the table's.
RawReply problem(Error const& error, JsonFaults const& faults = {}, unsigned status = 0);

/// A body of JSON.
RawReply json_reply(unsigned status, std::string body);

} // namespace haatline::gateway
