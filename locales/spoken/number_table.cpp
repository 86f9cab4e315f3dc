#include "locales/spoken/number_table.hpp"

namespace haatline::spoken {
namespace {

void add(Clips& out, Inflected const& word) {
    out.push_back(word.alone);
    if (word.before_number) out.push_back(*word.before_number);
    if (word.before_noun && word.before_noun != word.before_number)
        out.push_back(*word.before_noun);
}

void add(Clips& out, Counted const& noun) {
    if (noun.one) out.push_back(*noun.one);
    out.push_back(noun.more);
}

} // namespace

Clip const& Inflected::form(Next next) const {
    if (next == Next::number && before_number) return *before_number;
    if (next == Next::noun && before_noun) return *before_noun;
    return alone;
}

Clips NumberTable::clips() const {
    Clips out(words.begin(), words.end());
    for (auto const& [number, clip] : before_noun) out.push_back(clip);
    out.insert(out.end(), tens_before.begin(), tens_before.end());
    for (ScaleWords const& scale : scale_words) {
        add(out, scale.word);
        for (auto const& [count, word] : scale.whole) add(out, word);
    }
    out.push_back(point);
    out.push_back(minus);
    if (between) out.push_back(*between);
    add(out, rupee);
    add(out, paisa);
    out.insert(out.end(), months.begin(), months.end());
    for (auto const& [day, clip] : days) out.push_back(clip);
    for (Counted const& unit : unit_words) add(out, unit);
    out.push_back(pause);
    return out;
}

} // namespace haatline::spoken
