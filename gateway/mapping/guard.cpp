#include "gateway/mapping/guard.hpp"

#include "gateway/mapping/hear.hpp"

namespace haatline::gateway::mapping {

Result<void> admits(Mapping const&, RequestView const&, std::string_view, Ear const&) { return {}; }

} // namespace haatline::gateway::mapping
