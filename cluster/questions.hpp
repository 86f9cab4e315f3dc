#pragma once

#include "base/values.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a menu may ask of the cluster database and what it may leave there. The tables below are
/// the contract between the flows (menus/), which name them, and the store (storage/), which
/// carries them out; `haatline check` reads them too.
namespace haatline {

/// Who is on the line. Flows never see this; the store needs it.
struct Caller {
    Msisdn phone;
    std::string session; ///< evidence for a consent: the provider's session id
    std::string channel = "ussd";
    std::string language = "en";
    TimePoint now{};
    std::int64_t person = 0; ///< who of those behind the number is calling; 0 until known
};

struct Question {
    std::string name;
    Values with;
};

struct Answer {
    std::string outcome;      ///< one of the question's outcomes
    Values values;            ///< merged into the session
    std::vector<Values> rows; ///< for lists: what each row shows and what choosing it sets
    bool more = false;        ///< rows follow after `offset + rows.size()`
    bool operator==(Answer const&) const = default;
};

struct Effect {
    std::string name;
    Values with;
};

/// Names separated by blanks, so that a contract reads as one line.
using Names = std::string_view;

struct QuestionContract {
    std::string_view name;
    Names needs;    ///< session variables that must be there
    Names may_use;  ///< session variables used when there
    Names outcomes; ///< every outcome a flow must route
    Names gives;    ///< variables set in the session
    Names rows;     ///< variables of each row, empty when the question gives no list
};

struct EffectContract {
    std::string_view name;
    Names needs;
    Names may_use;
    std::string_view
        serial; ///< when not empty: the counter that gives this effect its `ref` beforehand
};

/// Questions the store answers.
std::span<QuestionContract const> question_contracts();
std::span<EffectContract const> effect_contracts();
/// Those of the store, and the one a menu answers from the texts it was loaded with.
QuestionContract const* find_question(std::string_view name);
/// Which languages a caller may choose; each row: its BCP 47 code as `tongue`, its own name.
inline constexpr std::string_view languages_question = "languages.offered";
EffectContract const* find_effect(std::string_view name);

/// Calls `each` for every blank-separated name.
template <class Each>
void for_each_name(Names names, Each each) {
    while (!names.empty()) {
        auto const end = names.find(' ');
        auto const word = names.substr(0, end);
        if (!word.empty()) each(word);
        names = end == Names::npos ? Names{} : names.substr(end + 1);
    }
}
bool has_name(Names names, std::string_view wanted);

} // namespace haatline
