#include "menus/texts/boxes.hpp"

#include <ostream>

namespace haatline::menus {

void write_box(PhoneScreen const& screen, std::ostream& out) {
    out << "┌─ " << screen.title << "\n│ ";
    for (char const c : screen.text) {
        out << c;
        if (c == '\n') out << "│ ";
    }
    out << "\n└─\n";
}

} // namespace haatline::menus
