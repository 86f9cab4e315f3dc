#pragma once

#include "gateway/mapping/expression.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// How a dialogue stands when one of its requests comes; as bits, since a rule may name several.
enum SessionState : std::uint8_t {
    session_open = 1,      ///< we are in it
    session_ended = 2,     ///< it was this phone's last, and we closed it
    session_overtaken = 4, ///< it was this phone's, before a newer call
    session_unseen = 8,
    session_any = 15,
};

/// What `text` is on the first request of a dialogue.
enum class Dial : std::uint8_t {
    nothing,   ///< nothing we could use
    arguments, ///< what was dialled behind the code: "22*110001"
    code,      ///< the dialled code: "*789*22#"
    bare_code, ///< the same without star and hash: "789*22"
    any_code,  ///< either
};

struct Term {
    enum class Test : std::uint8_t { present, empty, is, matches, ours, dialled, always };
    Expression subject;
    Test test = Test::always;
    bool negated = false;
    std::vector<std::string> words; ///< `is one of`
    std::shared_ptr<re2::RE2 const> pattern;
};

/// `X is 'word' and session is unseen`, read once at load.
struct Condition {
    std::vector<Term> terms;
    std::uint8_t session = session_any;

    bool asks_of_session() const { return session != session_any; }
};

/// `bare_place(name)`: where a name without a prefix stands. @fails Errc::invalid_config.
Result<Condition> parse_condition(std::string_view text,
                                  std::function<Place(std::string_view)> const& bare_place);

/// Whether the terms hold; what is said of the session is for the caller to look at.
/// @fails Errc::bad_request where a filter of a subject fails.
Result<bool> holds(Condition const& condition, Scope const& scope, Dial dial = Dial::nothing);

/// Whether `text` is a dialled code of the route, as `dial` says it comes; `behind` is what was dialled behind it.
bool is_dialled(std::string_view text, Dial dial, std::string_view bare_code, std::string& behind);

} // namespace haatline::gateway::mapping
