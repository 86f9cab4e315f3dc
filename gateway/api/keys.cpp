#include "gateway/api/keys.hpp"

#include "gateway/wire/token.hpp"

namespace haatline::gateway {

ApiKey const* key_of(std::vector<ApiKey> const& keys, Headers const& headers) {
    auto const given = headers.get("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!given || given->size() <= scheme.size() ||
        !same_header(given->substr(0, scheme.size()), scheme))
        return nullptr;
    auto const secret = given->substr(scheme.size());
    ApiKey const* found = nullptr;
    for (auto const& key : keys)
        if (same_secret(key.key.full(), secret)) found = &key;
    return found;
}

} // namespace haatline::gateway
