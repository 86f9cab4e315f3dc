#include "simulators/handset/handset.hpp"

#include <algorithm>

namespace haatline::simulators {

Result<Heard> Handset::dial(std::string_view code) {
    if (!is_code(code))
        return fail(Errc::bad_request, "a code begins with * and ends with #, for example *789#");
    if (in_call_)
        if (auto const over = hang_up(); !over) return fail(over.error());
    return turn(carrier_->dial(code));
}

Result<Heard> Handset::answer(std::string_view text) {
    if (!in_call_) return fail(Errc::conflict, "no call is open: dial first");
    return turn(carrier_->answer(text));
}

Result<void> Handset::hang_up() {
    if (!in_call_) return {};
    in_call_ = false;
    auto const notice = carrier_->hang_up();
    if (!notice) return {};
    auto const reply = send_(*notice);
    if (!reply) return fail(reply.error());
    if (reply->status != 200) return refused(*reply);
    return {};
}

Result<Heard> Handset::turn(Result<CarrierRequest> const& request) {
    if (!request) return fail(request.error());
    in_call_ = false; // a network closes the dialogue when the answer is not one
    auto const reply = send_(*request);
    if (!reply) return fail(reply.error());
    auto heard = carrier_->read(*reply);
    if (heard) in_call_ = !heard->ended;
    return heard;
}

bool is_code(std::string_view text) {
    if (text.size() < 3 || text.front() != '*' || text.back() != '#') return false;
    text = text.substr(1, text.size() - 2);
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || c == '*' || c == '#'; });
}

} // namespace haatline::simulators
