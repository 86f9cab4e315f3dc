#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// 32 hex characters (SipHash, 128 bits) over texts, each closed off from the next, so
/// that ("ab","c") and
/// ("a","bc") differ. For recognising the same request again without keeping what a caller typed in
/// it.
std::string short_digest(std::initializer_list<std::string_view> texts);

} // namespace haatline::gateway
