#include "base/user.hpp"

#include "base/world.hpp"

#include <pwd.h>
#include <unistd.h>

namespace haatline {

std::string system_user() {
    auto const id = ::geteuid();
    if (id == 0)
        if (auto behind = system_environment("SUDO_USER"); !behind.empty()) return behind;
    passwd const* entry = ::getpwuid(id);
    return entry ? std::string(entry->pw_name) : "uid " + std::to_string(id);
}

} // namespace haatline
