#include "simulators/load/story.hpp"

#include <fstream>
#include <iterator>

namespace haatline::simulators {

// English, agree, PIN, maker, first product, name, not listed (a shown member would change what the
// others find); then: find, makers of hers, the state, two pages on, back.
std::string_view const built_in_story = R"(dial *789#
2
1
844101
1
1
{name}
2
dial *789#
1
1
4
9
0
)";

Result<std::vector<Press>> read_story(std::string_view text) {
    auto story = read_script(text);
    if (!story) return story;
    if (story->empty() || story->front().kind != Press::Kind::dial)
        return fail(Errc::bad_request, "a story begins with a line such as `dial *789#`");
    return story;
}

Result<std::vector<Press>> story_in(std::string const& file) {
    if (file.empty()) return read_story(built_in_story);
    std::ifstream stream(file);
    if (!stream) return fail(Errc::not_found, "cannot read " + file);
    std::string const text{std::istreambuf_iterator<char>(stream), {}};
    auto story = read_story(text);
    if (!story) return fail(Errc::bad_request, file + ": " + story.error().detail);
    return story;
}

std::string name_of(std::uint64_t caller) {
    constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz";
    std::string out = "Q";
    for (int i = 0; i < 6; ++i, caller /= letters.size()) out += letters[caller % letters.size()];
    return out;
}

std::string filled(std::string_view text, std::string_view name) {
    constexpr std::string_view place = "{name}";
    std::string out(text);
    for (auto at = out.find(place); at != std::string::npos; at = out.find(place, at + name.size()))
        out.replace(at, place.size(), name);
    return out;
}

} // namespace haatline::simulators
