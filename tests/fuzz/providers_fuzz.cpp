// A callback in each provider's format, and what it means for a dialogue that is open, over or unknown.
#include "base/limits.hpp"
#include "gateway/channels/ussd/mapped.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

#include <array>
#include <string>

using namespace haatline;
using namespace haatline::gateway;
using fuzz::expect;

namespace {

/// The dialogue the callback may belong to: the same, with what was said before, or none.
LiveDialogue live_of(fuzz::Bytes& bytes, Callback const& callback, std::string_view said) {
    LiveDialogue live;
    if (bytes.below(2) == 0) live.session = callback.session;
    live.text = said;
    live.ended = bytes.below(2) == 1;
    live.idle = std::chrono::seconds(bytes.below(256) * 4);
    live.overtaken = bytes.below(4) == 1;
    return live;
}

void take(UssdProvider const& provider, fuzz::Bytes bytes) {
    RawRequest request;
    request.method = bytes.below(2) == 0 ? "POST" : "GET";
    fuzz::Bytes state = bytes;
    for (int i = 0; i < 4; ++i) bytes.below(256); // live_of's choices
    std::string const said(bytes.line());
    std::vector<std::string> rest;
    for (auto left = bytes.below(4); left > 0; --left) rest.emplace_back(bytes.line());
    auto const encoded = std::string(bytes.rest());
    (request.method == "GET" ? request.query : request.body) = encoded;

    auto const callback = provider.read(request, rest, {});
    if (!callback) {
        auto const reply = provider.refuse(callback.error());
        expect(reply.status >= 200 && reply.status < 600, "a refusal is an HTTP answer");
        return;
    }
    expect(callback->phone.number() >= 916'000'000'000 &&
               callback->phone.number() <= 919'999'999'999,
           "a caller has an Indian mobile number");
    expect(!callback->session.empty(), "a callback belongs to a dialogue");
    auto const meaning = provider.meaning(*callback, live_of(state, *callback, said));
    expect(meaning.input.size() <= limits::input_bytes, "an answer is bounded");
    auto const reply = provider.reply({meaning.input, state.below(2) == 1}, callback->echo);
    expect(reply.status == 200, "a screen is a good answer");
    (void)provider.hung_up(state.below(2) == 1, callback->echo);
}

} // namespace

HAATLINE_FUZZ_TARGET(providers) {
    static auto const providers = [] {
        ProviderOptions options;
        options.accept_get = true;
        std::vector<std::unique_ptr<UssdProvider>> all;
        for (auto const name : provider_names()) all.push_back(make_provider(name, options));
        return all;
    }();
    fuzz::Bytes bytes(input);
    take(*providers[bytes.below(providers.size())], bytes);
}
