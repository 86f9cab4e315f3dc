#include "gateway/channels/ussd/provider.hpp"

#include "gateway/channels/ussd/natives.hpp"

#include <array>

namespace haatline::gateway {
namespace {

struct Native {
    std::string_view name;
    std::unique_ptr<UssdProvider> (*make)(ProviderOptions const&);
};

constexpr std::array natives{
    Native{"africastalking", make_africastalking},
    Native{"comviva", make_comviva},
    Native{"imimobile", make_imimobile},
};

} // namespace

std::unique_ptr<UssdProvider> make_provider(std::string_view name, ProviderOptions const& options) {
    for (auto const& native : natives)
        if (native.name == name) return native.make(options);
    return nullptr;
}

std::vector<std::string_view> provider_names() {
    std::vector<std::string_view> out;
    for (auto const& native : natives) out.push_back(native.name);
    return out;
}

} // namespace haatline::gateway
