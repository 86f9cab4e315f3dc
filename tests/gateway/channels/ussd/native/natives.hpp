#pragma once

#include "gateway/channels/ussd/provider.hpp"

/// The three providers as they were first written, one class each: what their presets must equal, and the peer of
/// the mapping language in tests/bench.
namespace haatline::gateway {

std::unique_ptr<UssdProvider> make_africastalking(ProviderOptions const& options);
std::unique_ptr<UssdProvider> make_imimobile(ProviderOptions const& options);
std::unique_ptr<UssdProvider> make_comviva(ProviderOptions const& options);

} // namespace haatline::gateway
