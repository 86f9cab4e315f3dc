#include "base/limits.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "menus/arguments.hpp"
#include "menus/keywords.hpp"
#include "menus/turn.hpp"

#include <algorithm>

// What a message means: a word for another road, or the answer to what was asked last, on any channel.
namespace haatline::menus {
namespace {

constexpr std::string_view kMore = "MORE", kContinue = "CONTINUE";
/// An answer that is none of the rows is one for so long; later it is a new wish.
constexpr auto at_it = std::chrono::hours(1);
/// Who shares a phone is asked who she is after such a silence.
constexpr auto still_holds_it = std::chrono::minutes(10);

/// "2", "2.", " २ ": nothing but a number.
std::string number_of(std::string_view raw) {
    auto key = text::match_key(raw);
    std::erase(key, ' ');
    return text::all_digits(key) && key.size() <= 20 ? key : std::string();
}

bool from_rows(Values const& row) { return row.has("peer") || row.has("ask"); }

} // namespace

Next Turn::message(std::string_view raw) {
    auto const& keywords = Keywords::shipped();
    auto const cleaned = text::clean_input(raw.substr(0, limits::input_bytes), limits::input_bytes);
    std::string said = cleaned ? *cleaned : std::string();
    std::string pick;
    auto heard = keywords.command(said);
    if (heard && heard->name == who_command) {
        std::string const behind = keywords.behind(said, *heard);
        auto const blank = std::min(behind.find(' '), behind.size());
        pick = number_of(behind.substr(0, blank));
        said = pick.empty() ? behind : behind.substr(std::min(blank + 1, behind.size()));
        heard = keywords.command(said);
        if (!heard) heard = Command{std::string(kContinue), true, {}};
    }
    CommandWay const* way = heard ? menu_.command(heard->name) : nullptr;
    if (heard && session_.language.empty()) set_one("lang", heard->language);
    if (way && way->at_once) return at_once(*way);
    auto const begun = [&](CommandWay const& to, std::string const& behind) {
        Values arguments = read_arguments(menu_, words_, to, behind);
        if (!pick.empty()) arguments.set("pick", pick);
        return command(to, std::move(arguments));
    };
    auto const number = number_of(said);
    Node const* node = pick.empty() ? at_hand() : nullptr;
    bool const here = node && may_go_on_here(*node);
    if (here) {
        session_.channel = sms_channel;
        if (!number.empty()) return answer(number);
        if (way && way->name == kMore) return more(*node);
        if (way && way->name == kContinue) return move_ = Move::back, redraw(*node);
        if (way && way->answers.has(node->id)) return answer(way->answers.get(node->id));
        if (node->kind == Kind::entry && !(way && heard->exact)) return answer(said);
    }
    if (way && !(here && named_language(*node, read_typed(said))))
        return begun(*way, keywords.behind(said, *heard));
    if (here && (context_.now - session_.last < at_it || number == said)) return answer(said);
    bool const goes_on = node && (!number.empty() || node->kind == Kind::entry);
    CommandWay const* const otherwise = menu_.command(goes_on ? kContinue : other_command);
    return otherwise ? begun(*otherwise, said) : dial({});
}

/// The screen that an answer may be for: the last one, on whatever channel, for a day.
Node const* Turn::at_hand() const {
    if (session_.ended || !within_window(session_.last)) return nullptr;
    Node const* node = menu_.find(session_.screen);
    return node && node->shows() && node->kind != Kind::end ? node : nullptr;
}

/// A dialogue that was left on USSD goes on as it stood, unless it is behind a secret number, or others
/// hold this phone too: then it is asked first who writes.
bool Turn::may_go_on_here(Node const& node) const {
    bool const shared = session_.vars.get("shared") == "yes";
    if (session_.channel == sms_channel)
        return !shared || session_.person.empty() || context_.now - session_.last < still_holds_it;
    return !shared && !session_.vars.has("unlocked") && !node.hushed &&
           node.input != InputKind::secret;
}

/// Rows that a number behind a command may mean: those on the screen, else those of the last list sent.
std::vector<Values> Turn::last_rows() const {
    if (!within_window(session_.last)) return {};
    bool const on_screen = !session_.rows.empty() && from_rows(session_.rows.front());
    return on_screen ? session_.rows : session_.listed;
}

/// Whoever it is, it is found out first, as at a dial; the words of the message wait meanwhile.
Next Turn::command(CommandWay const& way, Values arguments) {
    auto rows = last_rows();
    Values before;
    for (auto const* name : {"code", "code_for"})
        if (session_.vars.has(name) && within_window(session_.last))
            before.set(name, session_.vars.get(name));
    std::string const language = session_.language;
    int const lost = session_.lost;
    start_anew();
    session_.lost = lost;
    if (session_.language.empty()) session_.language = language;
    session_.channel = sms_channel;
    session_.listed = std::move(rows);
    for (auto const& [name, value] : before) session_.vars.set(name, value);
    for (auto const& [name, value] : arguments) session_.vars.set(name, value);
    if (std::find(way.takes.begin(), way.takes.end(), "code") != way.takes.end() &&
        !session_.vars.has("code"))
        session_.vars.set("code", fresh_code());
    session_.vars.set("cmd", way.name);
    return enter(menu_.landmarks().start);
}

/// Four digits that nobody types by accident; they guard against a slip, not against a thief. The same all day, so that a
/// message brought twice does not change them.
std::string Turn::fresh_code() const {
    auto const day = std::to_string(
        std::chrono::duration_cast<std::chrono::hours>(context_.now.time_since_epoch()).count() /
        24);
    std::uint64_t sum = 1469598103934665603U; // FNV-1a
    for (char const c : context_.digest ? context_.digest("delete", day) : day)
        sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return std::to_string(1000 + sum % 9000);
}

/// The row that a number behind the command means, with what the list was of: after the profile, which says what she
/// herself makes.
void Turn::take_row() {
    std::string const row(session_.vars.get("row"));
    session_.vars.erase("row");
    if (row.empty() || row.size() > 2) return;
    auto const index = std::stoul(row);
    if (index < 1 || index > session_.listed.size()) return;
    for (auto const& [name, value] : session_.listed[index - 1]) session_.vars.set(name, value);
}

/// Now it is known who writes.
Next Turn::jump_command() {
    CommandWay const* way = menu_.command(session_.vars.get("cmd"));
    if (!way) return jump_home();
    session_.vars.erase("pick");
    session_.vars.erase("cmd");
    take_row();
    bool const stranger = session_.vars.get("stranger") == "yes";
    return run(stranger && way->stranger ? *way->stranger : way->action);
}

/// STOP: for everybody on this number, whatever is going on; and what is going on goes on.
Next Turn::at_once(CommandWay const& way) {
    Session before = session_;
    if (context_.now - before.last >= limits::resume_window) before = {};
    session_.vars.clear();
    Next next = run(way.action);
    if (auto* said = std::get_if<Said>(&next)) {
        if (before.language.empty()) before.language = said->session.language;
        before.last = before.screen.empty() ? context_.now : before.last;
        before.ended = before.screen.empty();
        said->session = std::move(before);
    }
    return next;
}

/// Counts what was not understood: a machine that answers each of our messages is left alone soon. Help is sent once,
/// a screen again twice.
bool Turn::heard_wrong(Node const& node) {
    bool const unknown = node.id == menu_.landmarks().unknown;
    session_.lost = unknown ? session_.lost + lost_most : not_heard_ ? session_.lost + 1 : 0;
    session_.lost = std::min(session_.lost, 2 * lost_most);
    return session_.lost > 0;
}

/// "WHO 2 …": the row of the screen that asks who is writing.
std::optional<std::size_t> Turn::picked(Node const& node) {
    if (!by_message() || !node.ask || node.ask->question != "caller.persons") return std::nullopt;
    std::string const pick(session_.vars.get("pick"));
    session_.vars.erase("pick");
    if (pick.size() != 1 || pick[0] < '1') return std::nullopt;
    return static_cast<std::size_t>(pick[0] - '1');
}

/// The next rows, or the next page; at the end the first ones again, and never a call-back.
Next Turn::more(Node const& node) {
    session_.last = context_.now;
    if (node.kind == Kind::list) {
        if (session_.more) return next_rows(node);
        move_ = Move::page;
        return enter(node.id, 0);
    }
    if (!turn_page(node, Typed{"99", "99"})) session_.page = 0;
    return redraw(node);
}

} // namespace haatline::menus
