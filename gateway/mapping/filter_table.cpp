#include "gateway/mapping/filter_table.hpp"

namespace haatline::gateway::mapping {

std::span<FilterRow const> filter_rows() {
    static std::vector<FilterRow> const all = [] {
        std::vector<FilterRow> out;
        for (auto const rows : {text_filters(), number_filters(), time_filters(), octet_filters()})
            out.insert(out.end(), rows.begin(), rows.end());
        return out;
    }();
    return all;
}

} // namespace haatline::gateway::mapping
