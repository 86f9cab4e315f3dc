#include "simulators/world/handset.hpp"

#include "gateway/channels/ussd/mapped.hpp"
#include "gateway/wire/fields.hpp"
#include "locales/text/utf8.hpp"

#include <array>

namespace haatline::simulators::world {
namespace {

constexpr std::array pins{"844101", "110001", "226001", "400001", "560001", "800001"};
constexpr std::array names{"Asha Foods", "Kisan Traders", "Maa Papad", "Noor", "R2"};
constexpr std::array things{"pickle", "achar", "papad", "flour", "mill", "buxar", "patna", "pune"};
constexpr std::array secrets{"4711", "4711", "2580", "1234"};
constexpr std::array amounts{"50", "2.5 qtl", "100 kg", "0", "7 pkt", "12"};
// Nobody waits for these: a blank, marks, too much, digits of another script, a broken letter.
std::string nonsense(Chance& chance) {
    switch (chance.below(7)) {
    case 0:
        return " ";
    case 1:
        return "#";
    case 2:
        return "1*2";
    case 3:
        return std::string(300 + chance.below(1000), '7');
    case 4:
        return "\u0967";
    case 5:
        return "\xE0\xA4";
    default:
        return "999";
    }
}

gateway::RawRequest raw_request(CarrierRequest const& request) {
    gateway::RawRequest out;
    auto const mark = request.path.find('?');
    out.method = request.method;
    out.path = request.path.substr(0, mark);
    if (mark != std::string::npos) out.query = request.path.substr(mark + 1);
    if (request.has_body()) out.content_type = request.content_type;
    out.body = request.body;
    out.peer = "127.0.0.1";
    return out;
}

} // namespace

Handset::Handset(Stage& stage, std::size_t number, Msisdn phone, gateway::RouteConfig const& route,
                 haatline::World& world, bool alone, Send send)
    : stage_(stage), number_(number), phone_(phone), route_(route), alone_(alone),
      send_(std::move(send)) {
    gateway::ProviderOptions options;
    options.service_code = route.service_code;
    provider_ = gateway::make_provider(route.provider, options);
    carrier_ = std::move(*make_carrier(route.provider, {phone, "demo", route.service_code}, world));
}

/// Mostly a minute; sometimes most of a day, so that an open dialogue is nearly given up.
void Handset::rest() {
    auto& chance = stage_.chance;
    constexpr std::int64_t hour = 3'600'000;
    // Well inside the day that a dialogue waits, or well past it: clocks are set here, too.
    auto const time = chance.percent(3)    ? chance.between(hour, 16 * hour)
                      : chance.percent(1)  ? chance.between(32 * hour, 40 * hour)
                      : chance.percent(20) ? chance.between(300'000, 1'800'000)
                                           : chance.between(2'000, 60'000);
    stage_.timeline.after(time, [this] { dial(); });
}

void Handset::dial() {
    if (stage_.closing) return;
    auto& chance = stage_.chance;
    if (auto const passed = stage_.timeline.passed(); passed < stage_.holiday_until) {
        auto const time = stage_.holiday_until - passed + chance.between(0, 3'600'000);
        return stage_.timeline.after(time, [this] { dial(); });
    }
    std::string code = "*789#";
    if (chance.percent(8)) code = "*789*22#";
    if (chance.percent(8)) code = fmt::format("*789*{}#", chance.one_of(pins));
    mixed_up_ = false;
    if (errand_.empty() || chance.percent(60))
        errand_ = chance.percent(50)   ? stage_.fashion
                  : chance.percent(40) ? "member.join"
                                       : chance.one_of(stage_.errands.all());
    send(*carrier_->dial(code), "dials " + code, alone_);
}

void Handset::heard(Callback const& callback, Heard const& heard) {
    if (callback.hangup()) return;
    stage_.story.say("handset {} reads the reply to {}{}: {}", number_, callback.number,
                     heard.ended ? " (end)" : "", heard.text.substr(0, heard.text.find('\n')));
    if (current_.get() != &callback) return;
    ++answers_heard_;
    if (heard.ended) return rest();
    think();
}

void Handset::lost(Callback const& callback) {
    if (current_.get() != &callback || callback.hangup()) return;
    stage_.story.say("handset {} is cut off", number_);
    rest();
}

void Handset::saw_a_copy(Callback const& callback) {
    if (current_.get() != &callback) mixed_up_ = true;
}

void Handset::think() {
    auto& chance = stage_.chance;
    auto const time = chance.percent(3) ? chance.between(61'000, 500'000) // IMImobile asks then
                                        : chance.between(2'000, 20'000);
    stage_.timeline.after(time, [this] {
        if (stage_.closing) return;
        if (stage_.chance.percent(5)) return hang_up();
        if (stage_.chance.percent(4)) {
            stage_.story.say("handset {} walks out of the network", number_);
            return rest();
        }
        answer();
    });
}

void Handset::answer() {
    auto const typed = something_to_say();
    send(*carrier_->answer(typed),
         typed.size() < 40 && text::well_formed(typed)
             ? "answers " + typed
             : fmt::format("answers {} octets", typed.size()),
         alone_);
}

void Handset::hang_up() {
    send(*carrier_->hang_up(), "hangs up", false);
    rest();
}

void Handset::send(CarrierRequest request, std::string said, bool clean) {
    auto callback = std::make_shared<Callback>();
    callback->number = ++stage_.callbacks;
    callback->handset = number_;
    callback->route = route_.name;
    callback->raw = raw_request(request);
    callback->request = std::move(request);
    std::vector<std::string> rest;
    if (route_.provider == "imimobile") rest.push_back("789");
    auto read = provider_->read(callback->raw, rest, {});
    // Bytes that are no letters are refused at the edge; there is nothing to promise then.
    if (!read) {
        stage_.story.say("handset {} {}: not sent, it cannot be read", number_, said);
        return this->rest();
    }
    callback->read = std::move(*read);
    // As the log has it, since a secret number can be in what a provider repeats.
    auto& identity = callback->read.identity;
    if (!identity.empty()) identity = stage_.pepper.mark(identity);
    callback->dialogue = route_.name + ':' + callback->read.session;
    callback->clean = clean;
    stage_.story.say("handset {} ({}) {}: callback {}", number_, route_.name, said,
                     callback->number);
    callback->said = std::move(said);
    if (!callback->hangup() || route_.provider == "imimobile") current_ = callback;
    send_(std::move(callback));
}

std::string Handset::something_to_say() {
    auto& chance = stage_.chance;
    auto const& session = stage_.notary.session_of(phone_.number());
    auto const* node = stage_.program.menu.find(session.screen);
    if (!node || chance.percent(3)) return nonsense(chance);
    if (chance.percent(85))
        if (auto said = something_toward_her_errand(*node, session.shown); !said.empty())
            return said;
    if (node->kind == menus::Kind::entry) return something_to_type(*node);
    if (node->kind == menus::Kind::list && session.shown > 0 && chance.percent(80))
        return std::to_string(1 + chance.below(static_cast<std::size_t>(session.shown)));
    if (node->rows.empty()) return std::to_string(chance.below(10));
    if (chance.percent(60)) return node->rows.front().key;
    return chance.one_of(node->rows).key;
}

std::string Handset::something_toward_her_errand(menus::Node const& node, int rows_shown) {
    using What = Errands::Press::What;
    auto& chance = stage_.chance;
    auto const& ways = stage_.errands.toward(errand_, node.id);
    if (ways.empty()) return {};
    auto const& press = chance.one_of(ways);
    switch (press.what) {
    case What::row:
        return press.key;
    case What::something_typed:
        return something_to_type(node);
    case What::zero:
        return "0";
    default:
        return rows_shown > 0
                   ? std::to_string(1 + chance.below(static_cast<std::size_t>(rows_shown)))
                   : std::string();
    }
}

std::string Handset::something_to_type(menus::Node const& node) {
    auto& chance = stage_.chance;
    if (chance.percent(6)) return "0";
    switch (node.input) {
    case menus::InputKind::pin:
        return chance.percent(85) ? chance.one_of(pins) : "999999";
    case menus::InputKind::text:
        break;
    case menus::InputKind::secret:
        return chance.one_of(secrets);
    case menus::InputKind::udyam:
        return fmt::format("UDYAM-BR-12-{:07}", chance.below(50));
    case menus::InputKind::phone: {
        auto const& number = chance.one_of(stage_.numbers);
        stage_.notary.knows_number(phone_.number(), number);
        return number;
    }
    default:
        return chance.one_of(amounts);
    }
    if (node.into != "word") return chance.one_of(names);
    if (chance.percent(60)) return chance.one_of(things);
    auto word = fmt::format("zq{}x{}", number_, ++words_);
    stage_.notary.keep_private(phone_.number(), word);
    return word;
}

} // namespace haatline::simulators::world
