#pragma once

#include "cluster/people.hpp"
#include "cluster/questions.hpp"
#include "storage/sqlite/sql.hpp"
#include "storage/sqlite/words.hpp"
#include "storage/upkeep.hpp"

#include <span>
#include <string>
#include <vector>

namespace haatline::storage {

/// What answering one question needs.
struct Desk {
    Prepared& sql;
    Words const& words;
    Caller const& caller;
    people::Ages const& ages;
    Retention const& retention; ///< how long things stay

    std::int64_t phone() const { return static_cast<std::int64_t>(caller.phone.number()); }
    std::int64_t now() const { return caller.now.time_since_epoch().count(); }
};

struct AnswerRow {
    std::string_view question;
    Result<Answer> (*answer)(Desk& desk, Values const& with);
};

/// How each question of cluster/questions.hpp is answered.
std::span<AnswerRow const> answers();
AnswerRow const* find_answer(std::string_view question);

// Each in a file of its own subject: answer_people, answer_places, answer_products, answer_peers,
// answer_talk, answer_inbox, answer_posts, answer_desk, answer_callers, answer_proofs.
Result<Answer> caller_profile(Desk& desk, Values const& with);
Result<Answer> caller_persons(Desk& desk, Values const& with);
Result<Answer> caller_helped(Desk& desk, Values const& with);
Result<Answer> account_helpers(Desk& desk, Values const& with);
Result<Answer> account_acts(Desk& desk, Values const& with);
Result<Answer> verify_products(Desk& desk, Values const& with);
Result<Answer> verify_check(Desk& desk, Values const& with);
Result<Answer> secret_state(Desk& desk, Values const& with);
Result<Answer> secret_check(Desk& desk, Values const& with);
Result<Answer> secret_proof(Desk& desk, Values const& with);
Result<Answer> secret_prove(Desk& desk, Values const& with);
Result<Answer> join_allowed(Desk& desk, Values const& with);
Result<Answer> place_by_pin(Desk& desk, Values const& with);
Result<Answer> place_by_name(Desk& desk, Values const& with);
Result<Answer> product_list(Desk& desk, Values const& with);
Result<Answer> product_by_word(Desk& desk, Values const& with);
Result<Answer> product_before_name(Desk& desk, Values const& with);
Result<Answer> peers_near(Desk& desk, Values const& with);
Result<Answer> peer_card(Desk& desk, Values const& with);
Result<Answer> talk_allowed(Desk& desk, Values const& with);
Result<Answer> inbox_list(Desk& desk, Values const& with);
Result<Answer> talk_item(Desk& desk, Values const& with);
Result<Answer> talk_answerable(Desk& desk, Values const& with);
Result<Answer> report_allowed(Desk& desk, Values const& with);
Result<Answer> callback_allowed(Desk& desk, Values const& with);
Result<Answer> listing_allowed(Desk& desk, Values const& with);
Result<Answer> listing_mine(Desk& desk, Values const& with);
Result<Answer> listing_item(Desk& desk, Values const& with);
Result<Answer> ticket_mine(Desk& desk, Values const& with);
Result<Answer> ticket_item(Desk& desk, Values const& with);
Result<Answer> desk_waiting(Desk& desk, Values const& with);

/// How many messages a person has not read: "1" … "9", "9+", empty for none.
Result<std::string> unread_of(Desk& desk, std::int64_t person);
// The member's own account: answer_account, answer_phones, answer_privacy, answer_kept.
Result<Answer> account_details(Desk& desk, Values const& with);
Result<Answer> account_work(Desk& desk, Values const& with);
Result<Answer> account_products(Desk& desk, Values const& with);
Result<Answer> product_allowed(Desk& desk, Values const& with);
Result<Answer> account_udyam(Desk& desk, Values const& with);
Result<Answer> account_phones(Desk& desk, Values const& with);
Result<Answer> phone_allowed(Desk& desk, Values const& with);
Result<Answer> phone_droppable(Desk& desk, Values const& with);
Result<Answer> account_privacy(Desk& desk, Values const& with);
Result<Answer> alerts_mine(Desk& desk, Values const& with);
Result<Answer> erase_terms(Desk& desk, Values const& with);
Result<Answer> account_kept(Desk& desk, Values const& with);

/// Parts of caller.profile: what waits for whoever dials. Somebody asks to use this phone too; this
/// person wished to be erased.
Result<void> tell_offer(Desk& desk, Answer& out);
Result<void> tell_wish(Desk& desk, std::int64_t person, Answer& out);

/// A session variable as a number; 0 when it is missing or none.
std::int64_t number_in(Values const& with, std::string_view name);

/// Keeps one page of `rows`: those from `offset` on, at most limits::list_rows, and whether more
/// follow.
void cut_page(Answer& answer, Values const& with);

/// What stands on a screen for an enterprise nobody has named yet: what it makes.
std::string_view shown_name(Desk const& desk, std::string_view name, std::int64_t product);

/// Statements on the way of a call: a test reads their plans, none may walk a table or sort.
std::vector<Sql const*> hot_statements();

} // namespace haatline::storage
