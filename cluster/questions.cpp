#include "cluster/questions.hpp"

#include <algorithm>
#include <array>

namespace haatline {
namespace {

// Meaning of the variables:
//   me        person id, set by whoever finds out who is calling; the store hears it as Caller::person
//   shared    yes when more than one person is behind the number
//   unlocked  yes once the secret number was right in this call, or none is needed
//   verified  yes once a silent number proved whose it is in this call
//   seen      yes when this number called today already
//   acting    who acts when it is not herself: helper, or what this phone is to her (family …); stands
//             in each effect with `helper`, so that the store writes down who acted
//   helper    the person who acts for `me`, with her leave
//   helps     yes when she may act for somebody else on this phone
//   whom      for whom she wants to act; herself too
//   aide      the person who may act, or is to
//   secret_typed  keyed digest of the four digits, made where they came in; never the digits
//   secret_known  the same, once it was right in this call
//   pin       six ASCII digits
//   dist_id   our district id
//   dist      its short label in the caller's language
//   role      maker machine_maker supplier buyer service institute (what somebody does)
//   product   product code, e.g. pickle
//   prod      its short label
//   want      the role looked for
//   ring      near district state india
//   offset    rows already shown
//   word      what the caller typed
//   eid       enterprise id
//   name      its name, at most 13 units (cap in menus/flows/vars.yaml)
//   km        whole kilometres, "about"
//   mark      "*" when vouched, else empty
//   n         how many, "99+" from 100
//   village   place name
//   day       a day as people write it here, 22/11
//   post      the reference of what somebody buys or sells; kind: buy sell
//   amount rate  "50 kg" and rupees; none where nothing was said
//   renew_day the last day of a post that is renewed today
//   unread    messages not read: "1" … "9", "9+", empty for none
//   ask       the reference of an introduction
//   how       now evening share no block: what is said to one (cluster/introduction.hpp)
//   number    ten digits: the one number that its owner gave to this caller
//   days      how many more days it is shown
//   why       details rude money fake
constexpr std::array kQuestions{
    // new: nobody behind this number · member: one person, or the one that `who` set · several:
    // who is it? · silent: prove it first (`verify`) · lapsed: the people behind it are to be
    // detached, whoever calls is new. Nothing but `lang` is given before `member`; of a shared
    // phone `biz` only with her leave or after her secret number
    QuestionContract{"caller.profile", "", "verified unlocked helper",
                     "new member several silent lapsed",
                     "me shared acting seen biz eid lang pin dist_id dist product prod role unread "
                     "offer tail erase_day ref helps helper unlocked",
                     ""},
    // the people behind this number, by the labels they chose, else by the names they allowed here;
    // neutral while the number is silent
    QuestionContract{"caller.persons", "", "silent offset", "none", "", "me label named i"},
    // for whom she may act on this phone: herself first. named: self, yes (a label), no
    QuestionContract{"caller.helped", "", "offset", "none", "", "whom label named i"},
    // the person's main product among two decoys; ask_by: name, pin or nothing that could be asked
    QuestionContract{"verify.products", "", "", "none", "ask_by", "vprod prod"},
    QuestionContract{"verify.check", "vprod vword", "", "right wrong", "", ""},
    // open: nothing is asked · set: ask it · unset: a shared phone, she has none yet · away: this
    // phone is somebody else's, and she has none: one is set on a phone of hers · locked
    QuestionContract{"secret.state", "", "", "open set unset away locked", "", ""},
    QuestionContract{"secret.check", "secret_typed", "", "right wrong locked", "", ""},
    // what she is asked for before she sets one on a phone that others hold too: the first word of
    // the name she gave, else her PIN, else her product
    QuestionContract{"secret.proof", "", "", "name pin product", "", ""},
    QuestionContract{"secret.prove", "", "vword vprod", "right wrong locked", "", ""},
    // full: as many people as one number may hold · limit: as many registrations as one day may have
    QuestionContract{"join.allowed", "", "", "ok full limit", "", ""},
    QuestionContract{"place.by_pin", "pin", "", "none one many", "dist_id dist", "dist_id dist"},
    // exact or alias match first; what sounds or begins so, in any script, only ever as a list (`many`)
    QuestionContract{"place.by_name", "word", "offset", "none one many", "dist_id dist",
                     "dist_id dist"},
    // the district's most common first, then the pilot's order; filtered by what the role can make
    QuestionContract{"product.list", "role", "dist_id offset", "some", "", "product prod"},
    // sure: one strong match, or the same word spelt otherwise in any script (cluster/found.hpp); sets
    // product, prod · guess: at most three rows
    QuestionContract{"product.by_word", "word", "", "none sure guess", "product prod",
                     "product prod"},
    // "mango pickle Asha Foods": a product and then a name (`rest`, empty when it is none) · guess: the
    // first word may be one of several products · none: all of it is a name
    QuestionContract{"product.before_name", "word", "", "sure guess none", "product prod rest", ""},
    // limit: this number saw as much of the directory today as one may (cluster/harvest.hpp)
    // rings <=5, <=10, <=25 km, district, state, India; vouched first, then distance; own
    // enterprise left out
    QuestionContract{"peers.near", "product want ring", "pin dist_id eid offset", "none some limit",
                     "n", "peer name km mark"},
    QuestionContract{"peer.card", "peer", "pin", "none some limit", "name village km prod assoc",
                     ""},
    // five asks a day; asked: one to the same enterprise within 30 days, however it was answered ·
    // stopped: the caller blocked them · gone: no longer to be found
    QuestionContract{"talk.allowed", "peer", "eid", "ok limit asked self stopped gone", "", ""},
    // who asks me, and what became of my asks; what is new comes first
    QuestionContract{"inbox.list", "", "offset", "none some", "unread", "ask name prod mark"},
    // request, agreed: somebody asks me, or I said yes · all others: what became of my ask
    QuestionContract{"talk.item", "ask", "",
                     "request agreed waiting evening ring number refused unanswered gone",
                     "name prod km how number days", ""},
    // may this ask still be answered so? late: another phone did, or its time is over
    QuestionContract{"talk.answerable", "ask how", "", "ok late", "", ""},
    QuestionContract{"report.allowed", "", "", "ok limit", "", ""},
    QuestionContract{"callback.allowed", "", "", "ok limit", "", ""},
    QuestionContract{"listing.allowed", "", "", "ok limit", "", ""},
    // my own open posts, newest first · none: somebody else's reads like one that never was
    QuestionContract{"listing.mine", "", "offset", "none some", "", "post kind prod"},
    QuestionContract{"listing.item", "post", "", "none open over",
                     "kind prod amount rate day renew_day", ""},
    // what became of what the caller left for the desk; waiting, or closed in the last 7 days and
    // not yet called solved by her · ticket_state: open taken done · one sets what a row would
    QuestionContract{"ticket.mine", "", "offset", "none one many", "ref day ticket_state",
                     "ref day ticket_state"},
    // the one of them that `ref` names; none: another's reads like one that never was
    QuestionContract{"ticket.item", "ref", "", "none some", "day ticket_state", ""},
    // for /metrics, no flow's: what waits at the desk, a row a kind; ages in milliseconds
    QuestionContract{"desk.waiting", "", "", "none some", "", "kind n overdue oldest_ms"},
    // The member's own account. none: nobody is known to be calling, or she owns nothing any more
    QuestionContract{"account.details", "", "", "none some", "own place role", ""},
    // fits: one of her products belongs under this role · product: ask for one that does · full: no
    // room for it
    QuestionContract{"account.work", "role", "", "none fits product full", "", ""},
    QuestionContract{"account.products", "", "offset", "none some", "full", "product prod"},
    // turn: on (add) or off (remove) · there: on the list already · last: at least one stays
    QuestionContract{"product.allowed", "product turn", "", "none ok there full last", "", ""},
    QuestionContract{"account.udyam", "", "", "none claimed verified", "udyam", ""},
    // kin: this own family neighbour group, or waits (asked, not answered yet: `ask` is set)
    // others: yes when other people are behind that phone too; label and names: what they read of me
    QuestionContract{"account.phones", "", "offset", "none some", "",
                     "line kin tail ask others label names"},
    // limit: three a day · asked: waits already · refused: that phone said no this month · secret:
    // that phone is another's, and nothing guards the account on it before she has a secret number
    QuestionContract{"phone.allowed", "new_phone", "relation",
                     "none ok own asked refused full limit secret", "", ""},
    // last: no other phone of her own would be left
    QuestionContract{"phone.droppable", "line", "", "none ok last", "", ""},
    // who else is behind that phone; may: yes when they may act for her
    QuestionContract{"account.helpers", "line", "offset", "none some", "",
                     "aide label named i may"},
    // what others did for her, the newest first. kin: helper, or whose phone it was · act:
    // cluster/act.hpp
    QuestionContract{"account.acts", "", "offset", "none some", "",
                     "day kin tail aide label named i act"},
    QuestionContract{"account.privacy", "", "", "none some", "shown quiet", ""},
    // one row a fact; `what` says which, `value` is a name, a count or a day · n: how many, kept
    // `until` a day, where it is a matter of time
    QuestionContract{"account.kept", "", "offset", "none some", "", "what value n until"},
    QuestionContract{"alerts.mine", "", "", "none stopped some",
                     "al_schemes al_buyers al_prices al_training", ""},
    // ok: `erase_day` is a week from now · asked: the wish stands, with its day and reference
    QuestionContract{"erase.terms", "", "", "none ok asked", "erase_day ref", ""},
};

// More variables, of the account:
//   own       the enterprise's name, whole (`name` is cut for lists)
//   place     district and PIN, as one text
//   new_phone a typed phone number, E.164 digits; new_phone_said: in two groups, to be read back
//   relation  own family neighbour group
//   line      one of her phones, E.164 digits
//   label     the word that stands for her where a shared phone asks who is calling
//   tail      how a phone is told from others: XX3210
//   ask offer one more than the serial of a question to another phone, so that 0 is none
//   udyam     UDYAM-BR-12-0001234
//   purpose   cluster/consent.hpp
//   topic way cluster/topic.hpp
//   turn      on off, yes no
//   erase_day 29-11-2026
constexpr std::array kEffects{
    // person + phone + enterprise + product + consents (core always, list when show=yes); no pin:
    // the
    // place is a district chosen by name
    EffectContract{"member.join", "dist_id role product show notice", "pin name consent_at",
                   "member"},
    EffectContract{"language.choose", "lang", "", ""},
    EffectContract{"watch.add", "product want ring", "pin dist_id", ""},
    EffectContract{"listing.post", "kind product", "qty unit price pin dist_id", "listing"},
    EffectContract{"listing.close", "post", "", ""},
    EffectContract{"listing.renew", "post", "", ""}, // as long as posting does, from now
    EffectContract{"talk.ask", "peer", "product", "enquiry"},
    EffectContract{"talk.opened", "ask", "", ""}, // the one who reads it has seen it
    EffectContract{"talk.agree", "ask how", "", "ticket"},
    EffectContract{"talk.decline", "ask", "", ""},
    // the other side of an ask, or those behind a card
    EffectContract{"talk.block", "", "ask peer", ""},
    EffectContract{"talk.unblock", "peer", "", ""},
    EffectContract{"report.file", "why", "ask peer screen", "ticket"}, // blocks too
    EffectContract{"callback.ask", "screen", "", "ticket"},
    // reason: help_reasons of cluster/ticket.hpp · wanted: now morning evening · woman: yes · wrote:
    // yes when the message that asks says what about (the desk reads it: storage/queue.hpp)
    EffectContract{"help.ask", "reason wanted", "woman wrote", "ticket"},
    EffectContract{"ticket.solved", "ref", "", ""},
    EffectContract{"ticket.reopen", "ref", "", ""},
    EffectContract{"phone.seen", "", "verified", ""}, // once a day, after whatever had to be proven
    // everybody leaves this number; detached: lapsed, unproven, new_owner. The desk can undo it
    EffectContract{"phone.detach", "detached", "", ""},
    // both fail when the number is closed meanwhile: what many calls typed at once tells nothing
    EffectContract{"secret.right", "", "", ""},
    EffectContract{"secret.wrong", "", "", ""},
    // secret_known: the digest it takes the place of, typed in this call; none where none was set
    EffectContract{"secret.set", "secret_new", "secret_known", ""},
    EffectContract{"secret.reset.ask", "screen", "", "ticket"}, // forgot it, or locked
    // "this number is mine": the desk makes sure, and gives it back
    EffectContract{"number.ask", "", "screen", "ticket"},
    // on this phone, or on `line` of hers; empty by `-`
    EffectContract{"label.set", "label", "line", ""},
    // turn: on when her name may stand on that phone before her secret number, off
    EffectContract{"names.allow", "turn", "line", ""},
    // on a phone they share; it ends when she says so, or when either leaves the last such phone
    EffectContract{"helper.allow", "aide line", "", ""},
    EffectContract{"helper.stop", "aide", "", ""},
    EffectContract{"word.unknown", "word", "", ""}, // for the content desk: what nobody could match
    EffectContract{"search.empty", "product want ring", "dist_id",
                   ""}, // zero results, counted for the content desk
    // Each says what one field becomes: two phones in one account do not undo each other
    EffectContract{"name.change", "name", "", ""},
    EffectContract{"place.change", "dist_id", "pin", ""},
    EffectContract{"role.change", "role", "product", ""},
    EffectContract{"product.add", "product", "", ""},
    EffectContract{"product.remove", "product", "", ""},
    EffectContract{"udyam.claim", "udyam", "", ""},
    EffectContract{"udyam.drop", "", "", ""},
    EffectContract{"consent.give", "purpose notice", "", ""},
    EffectContract{"consent.withdraw", "purpose", "", ""},
    EffectContract{"messages.stop", "", "", ""},
    EffectContract{"messages.start", "", "", ""},
    // nothing is sent any more to anybody behind this phone, whoever says so
    EffectContract{"line.stop", "", "", ""},
    // a number that is nobody's may be written to again
    EffectContract{"line.start", "", "", ""},
    EffectContract{"alert.set", "topic turn notice", "", ""},
    EffectContract{"alerts.by", "way", "", ""},
    EffectContract{"erase.ask", "", "", "erasure"},
    EffectContract{"erase.undo", "", "", ""},
    EffectContract{"phone.ask", "new_phone relation", "", "phone_ask"},
    EffectContract{"phone.take_back", "ask", "", ""},
    EffectContract{"phone.answer", "offer turn", "", ""},
    EffectContract{"phone.drop", "line", "", ""},
};

template <class Table>
auto const* find_in(Table const& table, std::string_view name) {
    auto const it =
        std::find_if(table.begin(), table.end(), [&](auto const& row) { return row.name == name; });
    return it == table.end() ? nullptr : &*it;
}

} // namespace

std::span<QuestionContract const> question_contracts() { return kQuestions; }
std::span<EffectContract const> effect_contracts() { return kEffects; }
QuestionContract const* find_question(std::string_view name) {
    static constexpr std::array kOfMenus{
        QuestionContract{languages_question, "", "offset", "some", "", "tongue own_tongue"}};
    if (auto const* own = find_in(kOfMenus, name)) return own;
    return find_in(kQuestions, name);
}
EffectContract const* find_effect(std::string_view name) { return find_in(kEffects, name); }

bool has_name(Names names, std::string_view wanted) {
    bool found = false;
    for_each_name(names, [&](std::string_view name) { found = found || name == wanted; });
    return found;
}

} // namespace haatline
