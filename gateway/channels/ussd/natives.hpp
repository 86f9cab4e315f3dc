#pragma once

#include "gateway/channels/ussd/provider.hpp"

/// One maker a native provider; `provider.cpp` lists them.
namespace haatline::gateway {

std::unique_ptr<UssdProvider> make_africastalking(ProviderOptions const& options);
std::unique_ptr<UssdProvider> make_imimobile(ProviderOptions const& options);
std::unique_ptr<UssdProvider> make_comviva(ProviderOptions const& options);

} // namespace haatline::gateway
