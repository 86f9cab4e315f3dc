#pragma once

#include "menus/draw.hpp"
#include "menus/engine.hpp"
#include "menus/typed.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// One turn under way: from what the caller did to a screen or a question. Lives for one call of
/// the engine.
class Turn {
  public:
    Turn(Menu const& menu, Catalogue const& words, Context const& context, Session session)
        : menu_(menu), words_(words), context_(context), session_(std::move(session)) {}

    Next dial(std::string_view dialled);
    Next again();
    Next message(std::string_view raw);
    Next answer(std::string_view raw);
    Next go_on(Asked asked, Answer const& answer);

  private:
    static constexpr int lost_most =
        2; ///< messages in a row that are answered though not understood

    // turn.cpp: the ways between screens
    Next run(Action const& action);
    Next go(std::string_view target);
    Next jump_back();
    Next jump_return();
    Next jump_home();
    Next jump_resume();
    Next jump_restart();
    Next jump_command();
    Next enter(std::string_view id, int offset = 0);
    Next decide(Node const& gate);
    Next ask(Node const& node, int offset);
    Answer languages_from(int offset) const;
    Next show(Node const& node);
    Next show_list(Node const& node, Answer const& answer, int offset);
    Next end(Node const& node);
    Next busy();
    void step_away(Node const& to);
    void trim_returns();
    void enter_piece(std::string const& returns_to);

    // turn_input.cpp: what an answer means on the screen it is for
    Next answer_choice(Node const& node, Typed const& typed);
    Next answer_list(Node const& node, Typed const& typed);
    Next answer_entry(Node const& node, Typed const& typed);
    Next answer_secret(Node const& node, std::string const& digits);
    Next answer_end(Node const& node, Typed const& typed);
    Next universal(Node const& node, Typed const& typed);
    Next not_understood(Node const& node);
    Next next_rows(Node const& node);
    Language const* named_language(Node const& node, Typed const& typed) const;
    bool turn_page(Node const& node, Typed const& typed);
    Row const* visible_row(Node const& node, std::string_view key) const;

    // turn_message.cpp: what a message means
    Next command(CommandWay const& way, Values arguments);
    Next at_once(CommandWay const& way);
    Next more(Node const& node);
    std::string fresh_code() const;
    void take_row();
    Node const* at_hand() const;
    bool may_go_on_here(Node const& node) const;
    std::vector<Values> last_rows() const;
    bool heard_wrong(Node const& node);
    std::optional<std::size_t> picked(Node const& node);
    bool by_message() const { return context_.channel == sms_channel; }

    // turn_state.cpp: variables, effects, what is kept of a dropped dialogue
    std::string_view value_of(std::string_view name) const;
    std::string resolve(std::string_view value) const;
    bool holds(Condition const& when) const;
    void start_anew();
    void set(Values const& values);
    void set_one(std::string_view name, std::string_view value);
    void put_back(Values answered);
    void become(std::string_view person);
    bool stopped() const;
    bool leave_effect(std::string_view name);
    bool keep_resume();
    void forget_resume();
    void settle();
    void set_question_number();
    bool within_window(TimePoint last) const;

    // drawing
    Drawer drawer() const;
    std::string_view prompt_of(Node const& node) const;
    std::vector<Row const*> visible_rows(Node const& node) const;
    std::vector<std::string> pages_of(Node const& node) const;
    Said redraw(Node const& node);
    Said redraw_list(Node const& node);
    std::string brief_notice() const;
    Said said(Node const& node, std::string page, bool ended);

    Menu const& menu_;
    Catalogue const& words_;
    Context const& context_;
    Session session_;
    std::vector<Effect> effects_;
    std::string notice_; ///< locale key of the line above the next screen
    int steps_ = 0;
    bool not_heard_ = false; ///< this message was not understood
    Move move_ = Move::forward;
};

} // namespace haatline::menus
