#include "menus/turn.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <array>

namespace haatline::menus {

Next Turn::go_on(Asked asked, Answer const& answer) {
    effects_ = std::move(asked.effects);
    notice_ = std::move(asked.notice);
    steps_ = asked.steps;
    move_ = asked.move;
    Node const* node = menu_.find(asked.node);
    if (!node || !node->ask) return busy();
    for (auto const& [name, value] : answer.values) set_one(name, value);
    if (Action const* action = node->ask->outcome(answer.outcome)) return run(*action);
    if (node->kind != Kind::list) return busy();
    return show_list(*node, answer, asked.offset);
}

Next Turn::run(Action const& action) {
    set(action.set);
    for (auto const& name : action.effects)
        if (!leave_effect(name)) return busy();
    if (!action.returns_to.empty()) enter_piece(action.returns_to);
    if (!action.notice.empty()) notice_ = action.notice;
    return go(action.go);
}

Next Turn::go(std::string_view target) {
    if (!target.starts_with('@')) return enter(target);
    if (target == "@back" || target == "@again") return jump_back();
    if (target == "@return") return jump_return();
    if (target == "@root") return jump_home();
    if (target == "@end") return enter(menu_.landmarks().bye);
    if (target == "@callback") return enter(menu_.landmarks().callback);
    if (target == "@resume") return jump_resume();
    if (target == "@restart") return jump_restart();
    if (target == "@command") return jump_command();
    return busy();
}

Next Turn::jump_back() {
    if (session_.back.empty()) return jump_home();
    Mark const to = std::move(session_.back.back());
    session_.back.pop_back();
    trim_returns();
    move_ = Move::back;
    return enter(to.screen, to.n);
}

/// The mark stays until the way back is shorter than the piece: `0` may lead into the piece again.
Next Turn::jump_return() {
    if (session_.returns.empty()) return busy();
    return go(std::string(session_.returns.back().screen));
}

/// Marks where a shared piece leads on, with the length of the way back on its first screen.
void Turn::enter_piece(std::string const& returns_to) {
    Node const* from = menu_.find(session_.screen);
    bool const pushes = move_ == Move::forward && from && from->shows() && from->remember;
    auto const depth = static_cast<int>(session_.back.size()) + (pushes ? 1 : 0);
    auto& returns = session_.returns;
    while (!returns.empty() && returns.back().n >= depth) returns.pop_back();
    returns.push_back({returns_to, depth});
}

Next Turn::jump_home() {
    session_.back.clear();
    session_.returns.clear();
    move_ = Move::back;
    return enter(menu_.landmarks().root);
}

Next Turn::jump_resume() {
    if (!stopped()) return jump_home();
    auto const& unlock = menu_.landmarks().unlock;
    if (session_.resume_vars.has("unlocked") && !session_.vars.has("unlocked") && !unlock.empty()) {
        enter_piece("@resume");
        return enter(unlock);
    }
    Mark const to = std::move(session_.resume);
    put_back(std::move(session_.resume_vars));
    session_.back = std::move(session_.resume_back);
    session_.returns = std::move(session_.resume_returns);
    forget_resume();
    move_ = Move::back;
    return enter(to.screen, to.n);
}

/// Everything anew, the language too: the one who starts again may be somebody else.
Next Turn::jump_restart() {
    forget_resume();
    become({});
    put_back({});
    session_.language.clear();
    return jump_home();
}

Next Turn::enter(std::string_view id, int offset) {
    Node const* node = menu_.find(id);
    if (!node || ++steps_ > static_cast<int>(limits::engine_steps)) return busy();
    if (node->ask) return ask(*node, offset);
    if (node->kind == Kind::gate) return decide(*node);
    if (node->kind == Kind::end) return end(*node);
    return show(*node);
}

Next Turn::decide(Node const& gate) {
    for (auto const& one : gate.cases)
        if (holds(one.when)) return run(one.action);
    return busy();
}

Next Turn::ask(Node const& node, int offset) {
    auto const* contract = find_question(node.ask->question);
    if (!contract) return busy();
    Asked out;
    out.question.name = node.ask->question;
    bool complete = true;
    auto const take = [&](std::string_view name, bool needed) {
        std::string value = node.ask->with.has(name) ? resolve(node.ask->with.get(name))
                            : name == "offset"       ? std::to_string(offset)
                                                     : std::string(value_of(name));
        if (!value.empty()) out.question.with.set(name, value);
        complete = complete && (!needed || !value.empty());
    };
    for_each_name(contract->needs, [&](std::string_view name) { take(name, true); });
    for_each_name(contract->may_use, [&](std::string_view name) { take(name, false); });
    if (!complete) return busy();
    if (out.question.name == languages_question)
        return show_list(node, languages_from(offset), offset);
    out.session = std::move(session_);
    out.node = node.id;
    out.notice = std::move(notice_);
    out.effects = std::move(effects_);
    out.steps = steps_;
    out.offset = offset;
    out.move = move_;
    return out;
}

Answer Turn::languages_from(int offset) const {
    Answer out{"some", {}, {}, false};
    auto const offered = readable(words_, words_.offered(), context_.ucs2);
    auto const from = std::min(offered.size(), static_cast<std::size_t>(offset));
    auto const to = std::min(offered.size(), from + limits::list_rows);
    for (auto at = from; at < to; ++at)
        out.rows.push_back(
            {{"tongue", offered[at]->code},
             {"own_tongue", context_.ucs2 ? offered[at]->own_name : offered[at]->latin_name}});
    out.more = to < offered.size();
    return out;
}

Next Turn::show(Node const& node) {
    step_away(node);
    if (node.settles) settle();
    if (node.id == menu_.landmarks().resume)
        session_.resume_last = context_.now; // she was here again
    session_.screen = node.id;
    session_.rows.clear();
    session_.offset = session_.shown = session_.page = session_.wrong = 0;
    session_.more = false;
    return redraw(node);
}

Next Turn::show_list(Node const& node, Answer const& answer, int offset) {
    if (answer.rows.empty()) return offset > 0 ? enter(node.id, 0) : busy();
    step_away(node);
    session_.screen = node.id;
    session_.offset = offset;
    session_.page = session_.wrong = 0;
    session_.rows = answer.rows;
    if (auto const row = picked(node); row && *row < answer.rows.size()) {
        Values const chosen = answer.rows[*row];
        for (auto const& [name, value] : chosen) set_one(name, value);
        return run(node.choose);
    }
    ListPage page = drawer().list(prompt_of(node), node, visible_rows(node), answer.rows,
                                  answer.more, session_.vars);
    if (page.shown == 0) return busy();
    session_.rows.resize(static_cast<std::size_t>(page.shown));
    session_.shown = page.shown;
    session_.more = page.more;
    if (by_message() && (answer.rows.front().has("peer") || answer.rows.front().has("ask"))) {
        session_.listed = session_.rows;
        for (auto& row : session_.listed)
            for (auto const* name : {"product", "prod"})
                if (!row.has(name) && session_.vars.has(name))
                    row.set(name, session_.vars.get(name));
    }
    return said(node, std::move(page.text), false);
}

/// What was asked is done: a dropped call does not lead back into it, nor does 0.
void Turn::settle() {
    if (session_.resume_person == session_.person) forget_resume();
    session_.back.clear();
    session_.returns.clear();
}

Next Turn::end(Node const& node) {
    // What was answered before stays for 24 h where the flow says so (callback.done, err.busy).
    if (!(node.resumable && keep_resume())) settle();
    session_.back.clear();
    session_.returns.clear();
    session_.screen = node.id;
    session_.rows.clear();
    session_.offset = session_.shown = session_.page = session_.wrong = 0;
    session_.more = false;
    return redraw(node);
}

/// Ours or an author's mistake: nothing of this turn takes effect, what was answered is kept.
Next Turn::busy() {
    effects_.clear();
    notice_.clear();
    std::string const& id = menu_.landmarks().busy;
    if (Node const* node = menu_.find(id); node && node->kind == Kind::end) return end(*node);
    keep_resume();
    session_.ended = session_.resume.screen.empty();
    return Said{std::move(session_), {"err.busy", drawer().text("err.busy", {}), true}, {}};
}

/// Remembers the screen that is left, so that `0` finds it. Coming to a screen that is on the way
/// back already shortens the way: nobody needs five steps out of a screen retyped five times.
void Turn::step_away(Node const& to) {
    if (move_ == Move::back) return;
    auto& back = session_.back;
    if (move_ == Move::page) {
        back.push_back({session_.screen, session_.offset});
    } else {
        if (session_.screen == to.id) return;
        auto const met = std::find_if(back.begin(), back.end(),
                                      [&](Mark const& mark) { return mark.screen == to.id; });
        Node const* from = menu_.find(session_.screen);
        if (met != back.end()) {
            back.erase(met, back.end());
            trim_returns();
        } else if (from && from->shows() &&
                   (from->remember || to.id == menu_.landmarks().trouble)) {
            back.push_back({session_.screen, session_.offset});
        }
    }
    if (back.size() <= limits::back_depth) return;
    back.erase(back.begin());
    for (auto& mark : session_.returns) mark.n = std::max(0, mark.n - 1);
}

/// A shared piece that was left by `0` leads nowhere any more.
void Turn::trim_returns() {
    auto const depth = static_cast<int>(session_.back.size());
    while (!session_.returns.empty() && session_.returns.back().n > depth)
        session_.returns.pop_back();
}

Drawer Turn::drawer() const {
    return {menu_, words_, context_, read_language(words_, session_.language, context_.ucs2)};
}

std::string_view Turn::prompt_of(Node const& node) const {
    for (auto const& prompt : node.prompts)
        if (holds(prompt.when)) return prompt.key;
    return node.id;
}

std::vector<Row const*> Turn::visible_rows(Node const& node) const {
    std::vector<Row const*> out;
    out.reserve(node.rows.size());
    for (auto const& row : node.rows)
        if (visible_row(node, row.key) == &row) out.push_back(&row);
    return out;
}

std::vector<std::string> Turn::pages_of(Node const& node) const {
    return drawer().pages(prompt_of(node), visible_rows(node), session_.vars);
}

/// The page the session stands at, drawn from what it holds; nothing is asked again.
Said Turn::redraw(Node const& node) {
    if (node.kind == Kind::list) return redraw_list(node);
    auto pages = pages_of(node);
    session_.page = std::clamp(session_.page, 0, static_cast<int>(pages.size()) - 1);
    bool const last = session_.page + 1 == static_cast<int>(pages.size());
    return said(node, std::move(pages[static_cast<std::size_t>(session_.page)]),
                node.kind == Kind::end && last);
}

/// Where there is no room for a notice above the list, it takes the place of the question: the rows, and what their digits
/// mean, stay.
Said Turn::redraw_list(Node const& node) {
    auto const drawn = [&](std::string_view prompt, std::string const& instead) {
        return drawer().list(prompt, node, visible_rows(node), session_.rows, session_.more,
                             session_.vars, instead);
    };
    ListPage page = drawn(prompt_of(node), {});
    std::string const brief = brief_notice();
    if (!brief.empty() && !context_.budget.fits(brief + "\n" + page.text)) {
        if (ListPage other = drawn({}, brief); other.shown == page.shown) {
            page = std::move(other);
            notice_.clear();
        }
    }
    return said(node, std::move(page.text), false);
}

/// What stands for a notice where there is no room for all of it.
std::string Turn::brief_notice() const {
    return notice_ == keys::not_understood ? drawer().text(keys::not_a_row, session_.vars)
                                           : std::string();
}

Said Turn::said(Node const& node, std::string page, bool ended) {
    if (!notice_.empty()) {
        page = with_notice(drawer().text(notice_, session_.vars), brief_notice(), page,
                           by_message() ? two_segments : context_.budget);
    }
    session_.last = context_.now;
    session_.ended = ended && session_.resume.screen.empty();
    if (by_message()) {
        bool const wrong = heard_wrong(node);
        // Rows of a list that was sent are good for a day, also behind last words.
        session_.ended = session_.ended && session_.listed.empty() && !wrong;
        if (session_.lost > lost_most) page.clear();
    }
    if (ended) session_.vars.clear();
    return {std::move(session_), {node.id, std::move(page), ended}, std::move(effects_)};
}

} // namespace haatline::menus
