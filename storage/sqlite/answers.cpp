#include "base/limits.hpp"
#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/asks.hpp"
#include "storage/sqlite/behind.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/sound_search.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace haatline::storage {

std::span<Sql const* const> hot_callers(); // each beside its statements
std::span<Sql const* const> hot_proofs();
std::span<Sql const* const> hot_people();
std::span<Sql const* const> hot_places();
std::span<Sql const* const> hot_products();
std::span<Sql const* const> hot_peers();
std::span<Sql const* const> hot_cards();
std::span<Sql const* const> hot_desk();
std::span<Sql const* const> hot_talk();
std::span<Sql const* const> hot_inbox();
std::span<Sql const* const> hot_account();
std::span<Sql const* const> hot_phones();
std::span<Sql const* const> hot_privacy();
std::span<Sql const* const> hot_kept();
std::span<Sql const* const> hot_helpers();
std::span<Sql const* const> hot_notify();
std::span<Sql const* const> hot_posts();

namespace {

constexpr std::array kAnswers{
    AnswerRow{"caller.profile", &caller_profile},
    AnswerRow{"caller.persons", &caller_persons},
    AnswerRow{"caller.helped", &caller_helped},
    AnswerRow{"account.helpers", &account_helpers},
    AnswerRow{"account.acts", &account_acts},
    AnswerRow{"verify.products", &verify_products},
    AnswerRow{"verify.check", &verify_check},
    AnswerRow{"secret.state", &secret_state},
    AnswerRow{"secret.check", &secret_check},
    AnswerRow{"secret.proof", &secret_proof},
    AnswerRow{"secret.prove", &secret_prove},
    AnswerRow{"join.allowed", &join_allowed},
    AnswerRow{"place.by_pin", &place_by_pin},
    AnswerRow{"place.by_name", &place_by_name},
    AnswerRow{"product.list", &product_list},
    AnswerRow{"product.by_word", &product_by_word},
    AnswerRow{"product.before_name", &product_before_name},
    AnswerRow{"peers.near", &peers_near},
    AnswerRow{"peer.card", &peer_card},
    AnswerRow{"talk.allowed", &talk_allowed},
    AnswerRow{"inbox.list", &inbox_list},
    AnswerRow{"talk.item", &talk_item},
    AnswerRow{"talk.answerable", &talk_answerable},
    AnswerRow{"report.allowed", &report_allowed},
    AnswerRow{"callback.allowed", &callback_allowed},
    AnswerRow{"listing.allowed", &listing_allowed},
    AnswerRow{"listing.mine", &listing_mine},
    AnswerRow{"listing.item", &listing_item},
    AnswerRow{"ticket.mine", &ticket_mine},
    AnswerRow{"ticket.item", &ticket_item},
    AnswerRow{"desk.waiting", &desk_waiting},
    AnswerRow{"account.details", &account_details},
    AnswerRow{"account.work", &account_work},
    AnswerRow{"account.products", &account_products},
    AnswerRow{"product.allowed", &product_allowed},
    AnswerRow{"account.udyam", &account_udyam},
    AnswerRow{"account.phones", &account_phones},
    AnswerRow{"phone.allowed", &phone_allowed},
    AnswerRow{"phone.droppable", &phone_droppable},
    AnswerRow{"account.privacy", &account_privacy},
    AnswerRow{"alerts.mine", &alerts_mine},
    AnswerRow{"erase.terms", &erase_terms},
    AnswerRow{"account.kept", &account_kept},
};

} // namespace

std::span<AnswerRow const> answers() { return kAnswers; }

AnswerRow const* find_answer(std::string_view question) {
    auto const it = std::find_if(kAnswers.begin(), kAnswers.end(),
                                 [&](auto const& row) { return row.question == question; });
    return it == kAnswers.end() ? nullptr : &*it;
}

std::vector<Sql const*> hot_statements() {
    std::vector<Sql const*> all;
    for (auto const part :
         {hot_callers(), hot_proofs(), hot_people(),  hot_places(), hot_products(), hot_peers(),
          hot_cards(),   hot_desk(),   hot_acting(),  hot_asks(),   hot_talk(),     hot_inbox(),
          hot_account(), hot_phones(), hot_privacy(), hot_kept(),   hot_behind(),   hot_helpers(),
          hot_notify(),  hot_sounds(), hot_posts()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::int64_t number_in(Values const& with, std::string_view name) {
    auto const text = with.get(name);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

void cut_page(Answer& answer, Values const& with) {
    auto& rows = answer.rows;
    auto const offset = std::min(rows.size(), static_cast<std::size_t>(number_in(with, "offset")));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    answer.more = rows.size() > limits::list_rows;
    if (answer.more) rows.resize(limits::list_rows);
}

std::string_view shown_name(Desk const& desk, std::string_view name, std::int64_t product) {
    return name.empty() ? desk.words.product_label(product, desk.caller.language) : name;
}

} // namespace haatline::storage
