#include "menus/texts/boxes.hpp"

#include "locales/text/columns.hpp"

#include <ostream>

namespace haatline::menus {

void write_box(PhoneScreen const& screen, std::ostream& out) {
    out << "┌─ " << text::shown(screen.title) << '\n';
    std::string_view rest = screen.text;
    for (std::size_t end = 0; end != rest.npos; rest.remove_prefix(end + 1)) {
        end = rest.find('\n');
        out << "│ " << text::shown(rest.substr(0, end)) << '\n';
        if (end == rest.npos) break;
    }
    out << "└─\n";
}

} // namespace haatline::menus
