#include "gateway/app/staff.hpp"

#include "base/user.hpp"

namespace haatline::gateway {

storage::Staff staff_called(std::string const& as) {
    return {as.empty() ? system_user() : as, system_world().clock.now()};
}

} // namespace haatline::gateway
