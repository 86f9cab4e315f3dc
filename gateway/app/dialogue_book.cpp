#include "gateway/app/dialogue_book.hpp"

namespace haatline::gateway {

Values const* DialogueBook::find(std::string_view dialogue, TimePoint now) const {
    auto const found = pages_.find(std::string(dialogue));
    if (found == pages_.end() || found->second.until < now) return nullptr;
    return &found->second.values;
}

void DialogueBook::remember(std::string const& dialogue, Values values, TimePoint until) {
    auto const [page, fresh] = pages_.insert_or_assign(dialogue, Page{std::move(values), until});
    if (!fresh) return;
    in_order_.push_back(dialogue);
    while (pages_.size() > dialogues_max_ && !in_order_.empty()) {
        pages_.erase(in_order_.front());
        in_order_.pop_front();
    }
}

void DialogueBook::tidy_up(TimePoint now) {
    // Dialogues of one route live equally long: what is behind the first that lives, lives too, or soon goes.
    while (!in_order_.empty()) {
        auto const found = pages_.find(in_order_.front());
        if (found != pages_.end() && found->second.until >= now) return;
        if (found != pages_.end()) pages_.erase(found);
        in_order_.pop_front();
    }
}

} // namespace haatline::gateway
