#include "simulators/handset/script.hpp"

#include "simulators/handset/handset.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view line) {
    auto const begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

/// The answer behind '>': one blank after it is dropped, everything else is the caller's.
std::string_view literal(std::string_view line) {
    line.remove_prefix(line.find('>') + 1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Result<Press> read_line(std::string_view line, int number) {
    auto const words = trimmed(line);
    if (words.starts_with('>'))
        return Press{Press::Kind::answer, std::string(literal(line)), number};
    if (words == "hangup") return Press{Press::Kind::hangup, {}, number};
    if (is_code(words)) return Press{Press::Kind::dial, std::string(words), number};
    if (words == "dial" || words.starts_with("dial ")) {
        auto const code = trimmed(words.substr(4));
        if (!is_code(code))
            return fail(Errc::bad_request,
                        fmt::format("line {}: dial needs a code such as *789#", number));
        return Press{Press::Kind::dial, std::string(code), number};
    }
    return Press{Press::Kind::answer, std::string(words), number};
}

} // namespace

Result<std::vector<Press>> read_script(std::string_view text) {
    std::vector<Press> out;
    for (int number = 1; !text.empty(); ++number) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        auto const words = trimmed(line);
        if (words.empty() || words.starts_with('#')) continue;
        auto press = read_line(line, number);
        if (!press) return fail(press.error());
        out.push_back(std::move(*press));
    }
    return out;
}

} // namespace haatline::simulators
