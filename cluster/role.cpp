#include "cluster/role.hpp"

#include <array>

namespace haatline {
namespace {

constexpr std::array kRoles{
    RoleFacts{Role::maker, "maker", false, ProductKind::food, std::nullopt},
    RoleFacts{Role::machine_maker, "machine_maker", true, ProductKind::machine,
              ProductKind::service},
    RoleFacts{Role::supplier, "supplier", false, ProductKind::food, std::nullopt},
    RoleFacts{Role::buyer, "buyer", false, ProductKind::food, std::nullopt},
    RoleFacts{Role::service, "service", true, ProductKind::service, ProductKind::machine},
    RoleFacts{Role::institute, "institute", true, ProductKind::food, ProductKind::machine},
};

constexpr std::array<std::string_view, 3> kKinds{"food", "machine", "service"};

constexpr bool complete() {
    for (std::size_t i = 0; i < kRoles.size(); ++i)
        if (static_cast<std::size_t>(kRoles[i].role) != i + 1) return false;
    return kRoles.size() == static_cast<std::size_t>(Role::institute);
}
static_assert(complete());

} // namespace

std::span<RoleFacts const> roles() { return kRoles; }

RoleFacts const& facts(Role role) { return kRoles[static_cast<std::size_t>(role) - 1]; }

std::optional<Role> role_named(std::string_view name) {
    for (auto const& row : kRoles)
        if (row.name == name) return row.role;
    return std::nullopt;
}

std::string_view name_of(ProductKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<ProductKind> kind_named(std::string_view name) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i] == name) return static_cast<ProductKind>(i);
    return std::nullopt;
}

Role role_for(Role said, ProductKind made) {
    bool const makes = said == Role::maker || said == Role::machine_maker;
    if (makes && made == ProductKind::machine) return Role::machine_maker;
    if (makes && made == ProductKind::service) return Role::service;
    if (said == Role::machine_maker && made == ProductKind::food) return Role::maker;
    return said;
}

} // namespace haatline
