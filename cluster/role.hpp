#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace haatline {

/// What an enterprise does. The numbers are stored: never change or reuse one.
enum class Role : std::uint8_t {
    maker = 1,
    machine_maker = 2,
    supplier = 3,
    buyer = 4,
    service = 5,
    institute = 6
};

/// What a product is (`kind` in data/products.csv).
enum class ProductKind : std::uint8_t { food, machine, service };

struct RoleFacts {
    Role role;
    std::string_view name; ///< as flows and files write it
    /// Sought whatever it makes: who looks for machines, repair or an institute means any of them,
    /// not "who mends pickle".
    bool any_product;
    ProductKind first_kind; ///< what `product.list` offers to this role, in order
    std::optional<ProductKind> second_kind;
};

std::span<RoleFacts const> roles();
RoleFacts const& facts(Role role);
std::optional<Role> role_named(std::string_view name);

std::string_view name_of(ProductKind kind);
std::optional<ProductKind> kind_named(std::string_view name);

/// The role a product belongs under: who "makes" a flour mill is a machine maker, and repair is a
/// service. Lets a caller who typed "chakki" after "makers" find machine makers, and one who mends
/// machines be found under repair.
Role role_for(Role said, ProductKind made);

} // namespace haatline
