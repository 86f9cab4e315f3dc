#include "locales/spoken/clip.hpp"

namespace haatline::spoken {

std::string text_of(Clips const& clips) {
    std::string out;
    for (Clip const& clip : clips) {
        if (clip.word.empty()) {
            out += ',';
            continue;
        }
        if (!out.empty()) out += ' ';
        out += clip.word;
    }
    return out;
}

} // namespace haatline::spoken
