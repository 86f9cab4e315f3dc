#include "menus/engine.hpp"

#include "menus/turn.hpp"

namespace haatline::menus {

Next Engine::take(Session session, Input const& input, Context const& context) const {
    Turn turn(menu_, words_, context, std::move(session));
    switch (input.kind) {
    case Input::Kind::dial:
        return turn.dial(input.text);
    case Input::Kind::text:
        return turn.message(input.text);
    case Input::Kind::again:
        return turn.again();
    case Input::Kind::answer:
        return turn.answer(input.text);
    }
    return turn.dial({});
}

bool Engine::hushes(Session const& session) const {
    Node const* node = menu_.find(session.screen);
    return node && node->hushed;
}

Next Engine::go_on(Asked asked, Answer const& answer, Context const& context) const {
    Turn turn(menu_, words_, context, std::move(asked.session));
    return turn.go_on(std::move(asked), answer);
}

} // namespace haatline::menus
