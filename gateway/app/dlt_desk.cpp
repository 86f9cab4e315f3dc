#include "gateway/app/dlt_desk.hpp"

#include "storage/dlt.hpp"

namespace haatline::gateway {

Result<std::unique_ptr<DltDesk>> DltDesk::open(DltConfig const& config, std::string const& dir) {
    auto rules = config.rules();
    if (!rules) return fail(rules.error());
    auto all = read(config, dir);
    if (!all) return fail(all.error());
    if (config.enforce != DltEnforce::off)
        spdlog::info("register of messages templates={} headers={} targets={} preferences={}",
                     all->templates.size(), all->headers.size(), all->targets.size(),
                     all->preferences.size());
    return std::make_unique<DltDesk>(DltGate(config, std::move(*rules), std::move(*all)), dir);
}

DltDesk::~DltDesk() {
    if (noting_.joinable()) noting_.join();
}

Result<dlt::Register> DltDesk::read(DltConfig const& config, std::string const& dir) {
    if (config.enforce == DltEnforce::off) return dlt::Register();
    return storage::read_register(dir);
}

void DltDesk::take(dlt::Register all) {
    if (gate_.config().enforce == DltEnforce::off) return;
    gate_.take(std::move(all));
    spdlog::info("register of messages read again templates={}", gate_.templates());
}

Judgement DltDesk::judge(storage::outbox::Parcel const& parcel, std::string_view text,
                         std::string_view language, World& world) {
    DltCase known;
    // Consents are looked at when a parcel is written, and STOP takes what waits out of the outbox.
    known.answers = parcel.cls == storage::outbox::Class::caller;
    known.agreed = !parcel.consent.empty();
    auto verdict =
        gate_.judge(parcel.to, text, language, parcel.category, known, world.clock.now());
    if (verdict.what == DltVerdict::What::later) return NotNow{verdict.not_before, verdict.reason};
    if (verdict.what == DltVerdict::What::refuse)
        return MayNot{std::move(verdict.reason), std::move(verdict.why)};
    std::uint64_t left_out = 0;
    if (!verdict.reason.empty() && brake_.lets(world.clock.steady(), left_out))
        spdlog::warn(
            "sent, but the register would refuse it parcel={} reason={} why={} left_out={}",
            parcel.id, verdict.reason, verdict.why, left_out);
    return Registered{std::move(verdict.facts), std::move(verdict.version),
                      std::move(verdict.variables), std::move(verdict.text)};
}

void DltDesk::tick(TimePoint now, Metrics& metrics) {
    constexpr unsigned every = 15;
    if (gate_.config().enforce == DltEnforce::off || seconds_++ % every != 0) return;
    auto const& counts = gate_.counts();
    auto& shown = metrics.dlt.emplace();
    shown.templates = gate_.templates();
    shown.passed = counts.passed;
    shown.later = counts.later;
    shown.refused = counts.refused;
    for (auto const& one : gate_.idle(now)) shown.idle_days[one.header] = one.days;
    say_idle(now);
    if (auto headers = gate_.used_since_told(now); !headers.empty())
        note_use(std::move(headers), now);
}

void DltDesk::note_use(std::vector<std::string> headers, TimePoint now) {
    if (noting_.joinable()) noting_.join();
    // India's day: what `used_since_told` went by is a matter of hours, and the date moves forward only.
    auto const day = std::chrono::floor<std::chrono::days>(now);
    noting_ = std::thread([dir = dir_, headers = std::move(headers), day] {
        if (auto noted = storage::note_header_use(dir, headers, day); !noted)
            spdlog::warn("use of headers not written, tried again tomorrow detail={}",
                         noted.error().detail);
    });
}

/// Ten days are left then to use a header or to let it go.
void DltDesk::say_idle(TimePoint now) {
    auto const today = std::chrono::floor<std::chrono::days>(now);
    if (idle_said_ == today) return;
    idle_said_ = today;
    for (auto const& one : gate_.idle(now))
        if (one.alarm)
            spdlog::warn("a header is idle header={} days={} (haatline dlt list --kind headers)",
                         one.header, one.days);
}

} // namespace haatline::gateway
