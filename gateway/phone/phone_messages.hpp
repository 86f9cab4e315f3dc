#pragma once

#include "gateway/net/http.hpp"
#include "gateway/phone/demo_carrier.hpp"

namespace haatline::gateway {

/// Where the page fetches and posts its messages.
constexpr std::string_view phone_messages_path = "/phone/sms";

/// `GET ?number=9876543210&after=3`: what that phone has read since message 3, as
/// `{"messages":[{"id":4,"from":"HAATLN","text":"…","parts":1}]}`.
/// `POST {"from":"9876543210","to":"56767","text":"KHOJ achar"}`: 202 once it is on disk, 503 when it is not.
/// Anything else: 400 naming the field. For demonstrations only: whoever may open the page may read any phone of it.
void answer_phone_messages(DemoCarrier& carrier, RawRequest const& request,
                           std::function<void(RawReply)> respond);

} // namespace haatline::gateway
