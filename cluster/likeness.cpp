#include "cluster/likeness.hpp"

#include "locales/text/utf8.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

namespace haatline {

int letters_apart(std::u32string_view a, std::u32string_view b, int most) {
    auto const difference = static_cast<long>(a.size()) - static_cast<long>(b.size());
    if (std::labs(difference) > most) return most + 1;
    // Optimal string alignment: three rows, since a swap looks two rows back.
    std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            int const same = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + same});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
        std::swap(before, last);
        std::swap(last, row);
    }
    return std::min(last[b.size()], most + 1);
}

int letters_allowed(std::size_t letters) { return letters >= 8 ? 2 : letters >= 5 ? 1 : 0; }

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    for (std::size_t at = 0; at < utf8.size();) out.push_back(text::next_code_point(utf8, at));
    return out;
}

} // namespace haatline
