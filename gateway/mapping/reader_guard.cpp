#include "gateway/mapping/reader.hpp"

namespace haatline::gateway::mapping {

void MappingReader::read_guards(menus::Word const&, Mapping&) {}

} // namespace haatline::gateway::mapping
