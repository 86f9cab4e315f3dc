#include "cluster/secret.hpp"
#include "locales/text/clean.hpp"
#include "menus/turn.hpp"

#include <array>

namespace haatline::menus {
namespace {

constexpr int wrong_inputs_max = 2; // decisions.md: the second in a row offers a person

/// Screens on which 9 alone is an answer and not "ring me": a quantity, a price.
bool takes_numbers(Node const& node) {
    return node.kind == Kind::entry &&
           (node.input == InputKind::number || node.input == InputKind::quantity);
}

} // namespace

Next Turn::answer(std::string_view raw) {
    Node const* node = menu_.find(session_.screen);
    if (!node || !node->shows() || session_.ended) return dial({});
    Typed const typed = read_typed(raw);
    session_.last = context_.now;
    // Before the keys that mean the same everywhere: 0099 is a secret number like any other.
    if (node->input == InputKind::secret)
        if (auto const digits = four_digits(raw); !digits.empty())
            return answer_secret(*node, digits);
    if (typed.key == "00") return jump_home();
    switch (node->kind) {
    case Kind::choice:
        return answer_choice(*node, typed);
    case Kind::list:
        return answer_list(*node, typed);
    case Kind::entry:
        return answer_entry(*node, typed);
    case Kind::end:
        return answer_end(*node, typed);
    case Kind::gate:
        break;
    }
    return busy();
}

Next Turn::answer_choice(Node const& node, Typed const& typed) {
    if (turn_page(node, typed)) return redraw(node);
    if (Row const* row = visible_row(node, typed.key)) return run(row->action);
    return universal(node, typed);
}

Next Turn::answer_list(Node const& node, Typed const& typed) {
    if (typed.key.size() == 1 && typed.key[0] >= '1' && typed.key[0] - '0' <= session_.shown) {
        auto const index = static_cast<std::size_t>(typed.key[0] - '1');
        Values const chosen = session_.rows.at(index);
        for (auto const& [name, value] : chosen) set_one(name, value);
        return run(node.choose);
    }
    if (typed.key == "9" && session_.more) return next_rows(node);
    if (typed.key == "0" && session_.offset > 0) return jump_back();
    if (Row const* row = visible_row(node, typed.key)) return run(row->action);
    // Whoever presses 9 for more on and on comes round, and rings nobody up.
    if (typed.key == "9" && session_.offset > 0) {
        move_ = Move::page;
        return enter(node.id, 0);
    }
    if (auto const* tongue = named_language(node, typed)) {
        set_one("tongue", tongue->code);
        return run(node.choose);
    }
    return universal(node, typed);
}

/// "தமிழ்" or "tamil", where a language is asked for.
Language const* Turn::named_language(Node const& node, Typed const& typed) const {
    if (!node.ask || node.ask->question != languages_question) return nullptr;
    auto const key = text::match_key(typed.text);
    if (key.empty()) return nullptr;
    for (auto const& language : words_.languages())
        if (key == text::match_key(language.own_name) ||
            key == text::match_key(language.latin_name))
            return &language;
    return nullptr;
}

Next Turn::answer_entry(Node const& node, Typed const& typed) {
    if (!takes_numbers(node) && turn_page(node, typed)) return redraw(node);
    if (typed.key == "0") return node.zero ? run(*node.zero) : jump_back();
    if (typed.key == "9" && !takes_numbers(node)) return enter(menu_.landmarks().callback);
    auto const entered = read_entry(node, typed);
    if (!entered) return not_understood(node);
    for (auto const& [name, value] : entered->values) set_one(name, value);
    return run(entered->no_unit && node.no_unit ? *node.no_unit : node.go);
}

Next Turn::answer_secret(Node const& node, std::string const& digits) {
    if (session_.person.empty() || !context_.digest) return busy();
    if (node.simple && secret::too_simple(digits)) return run(*node.simple);
    set_one(node.into, context_.digest(session_.person, digits));
    return run(node.go);
}

/// Last words on more than one page: 99 reads on, everything else closes.
Next Turn::answer_end(Node const& node, Typed const& typed) {
    if (turn_page(node, typed)) return redraw(node);
    return enter(menu_.landmarks().bye);
}

/// Keys that mean the same on every screen, printed or not (reference/menus.md §2).
Next Turn::universal(Node const& node, Typed const& typed) {
    if (typed.key == "0") return jump_back();
    if (typed.key == "9") return enter(menu_.landmarks().callback);
    return not_understood(node);
}

Next Turn::not_understood(Node const& node) {
    not_heard_ = true;
    if (++session_.wrong >= wrong_inputs_max) {
        session_.wrong = 0;
        return enter(menu_.landmarks().trouble);
    }
    notice_ = node.wrong_text.empty() ? std::string(keys::not_understood) : node.wrong_text;
    return redraw(node);
}

Next Turn::next_rows(Node const& node) {
    move_ = Move::page;
    return enter(node.id, session_.offset + session_.shown);
}

/// 99 and 0 between the pages of one split screen.
bool Turn::turn_page(Node const& node, Typed const& typed) {
    int to = session_.page;
    if (typed.key == "99")
        to = session_.page + 1;
    else if (typed.key == "0" && session_.page > 0)
        to = session_.page - 1;
    if (to == session_.page) return false;
    if (to > session_.page && to >= static_cast<int>(pages_of(node).size())) return false;
    session_.page = to;
    session_.wrong = 0;
    return true;
}

Row const* Turn::visible_row(Node const& node, std::string_view key) const {
    for (auto const& row : node.rows)
        if (row.key == key && holds(row.when)) return &row;
    return nullptr;
}

} // namespace haatline::menus
