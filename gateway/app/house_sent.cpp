#include "gateway/app/house.hpp"
#include "gateway/app/sms_text.hpp"
#include "menus/draw.hpp"

// What a gateway has to send, for tools and for the recorded conversations.
namespace haatline::gateway {

Result<std::vector<storage::outbox::Parcel>> House::waiting_to_be_sent(storage::outbox::Class cls) {
    auto reader = store_->reader(config_.people, config_.retention);
    if (!reader) return fail(reader.error());
    auto parcels = (*reader)->parcels({.cls = cls, .max = 256});
    if (!parcels) return fail(parcels.error());
    for (auto& parcel : *parcels) {
        auto const& program = dispatcher_->newest();
        parcel.text =
            sms_text(program, parcel, menus::read_language(program.words, parcel.language, true));
    }
    return parcels;
}

} // namespace haatline::gateway
