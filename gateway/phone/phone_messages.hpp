#pragma once

#include "gateway/net/http.hpp"
#include "gateway/phone/demo_carrier.hpp"

namespace haatline::gateway {

/// Where the page fetches its messages and where it posts what was written.
constexpr std::string_view phone_inbox_path = "/phone/inbox.json", phone_sms_path = "/phone/sms";

/// `GET inbox.json?phone=9876543210&after=3`: what that phone has read since message 3, as
/// `{"messages":[{"id":4,"from":"HAATLN","text":"…","parts":1}]}`.
/// `POST sms {"phone":"9876543210","text":"KHOJ achar"}`: 202 once it is on disk, 503 when it is not.
/// Anything else: 400 naming the field. For demonstrations only: whoever may open the page may read any phone of it.
void answer_phone_messages(DemoCarrier& carrier, RawRequest const& request,
                           std::function<void(RawReply)> respond);

} // namespace haatline::gateway
