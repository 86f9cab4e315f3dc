#pragma once

#include "cluster/questions.hpp"

#include <array>
#include <string_view>

/// Messages that somebody is promised and did not ask for just now: their words in the catalogue (channel
/// sms) and the values that fill them.
namespace haatline::tidings {

struct Tiding {
    std::string_view words;
    Names with;
};
constexpr std::string_view consent = "note.consent", ask = "note.ask", yes = "note.yes",
                           evening = "note.evening", share = "note.share", no = "note.no",
                           ticket = "note.ticket", secret = "note.secret", phone = "note.phone",
                           erase = "note.erase", neutral = "note.neutral";

constexpr std::array<Tiding, 11> all{{
    {consent, ""},          // what is kept, once
    {ask, "name prod ref"}, // somebody wants to talk
    {yes, "name prod"},     // and what became of one's own ask
    {evening, "name prod"},
    {share,
     "name prod"}, // the number itself is on her screen: India lets none but listed ones into a message
    {no, "name prod"},
    {ticket, "ref"},                   // closed at the desk
    {secret, ""},                      // taken away at the desk, as she asked
    {phone, "tail"},                   // to a phone that somebody wants to use too
    {erase, "erase_date erase_month"}, // a wish that can be taken back until then
    {neutral, "n"},                    // in place of any other, on a phone of several people
}};

} // namespace haatline::tidings
