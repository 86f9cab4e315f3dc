#include "gateway/app/sms_text.hpp"

#include "menus/draw.hpp"

namespace haatline::gateway {

std::string sms_text(Program const& program, storage::outbox::NewParcel const& parcel,
                     std::string_view language) {
    if (!parcel.text.empty()) return parcel.text;
    if (parcel.words.empty() || !program.words.has(parcel.words, "en")) return {};
    menus::Context context;
    context.channel = menus::sms_channel;
    return menus::Drawer(program.menu, program.words, context, language)
        .text(parcel.words, parcel.with);
}

} // namespace haatline::gateway
