#include "simulators/world/settlers.hpp"

#include "cluster/reference.hpp"
#include "storage/sqlite/open.hpp"

#include <array>
#include <vector>

namespace haatline::simulators::world {
namespace {

struct Settler {
    std::size_t nth; ///< of the village's numbers
    char const *name, *role, *product, *pin, *district;
};
constexpr std::array settlers{
    Settler{0, "Asha Foods", "maker", "pickle", "844101", "537"},
    Settler{2, "Maa Papad", "maker", "papad", "844101", "537"},
    Settler{2, "Noor", "buyer", "pickle", "844101", "537"},
    Settler{4, "Kisan Traders", "buyer", "papad", "800001", "526"},
    Settler{6, "Gram Udyog", "maker", "pickle", "800001", "526"},
    Settler{8, "Didi Foods", "maker", "papad", "844101", "537"},
};

/// Takes steps one at a time, as nobody waits.
class Clerk {
  public:
    Clerk(storage::Store& store, TimePoint now) : store_(store), now_(now) {
        storage::JournalOptions options;
        options.threads = false;
        journal_ = &store.start(options, [this](std::vector<storage::Committed> steps) {
            for (auto const& step : steps)
                if (!step.seq) refused_ = fail(step.seq.error());
        });
    }
    Caller caller(std::size_t nth) const {
        auto const session = fmt::format("settling:{}", steps_);
        return {village_number(nth), session, "ussd", "hi-Latn", now_};
    }
    Result<void> leave(Caller caller, Effect effect, std::string_view counter) {
        auto const serial = store_.next_serial(counter);
        if (!serial) return fail(serial.error());
        effect.with.set("ref", reference_text(*serial));
        storage::Step step;
        step.session = caller.session;
        step.caller = std::move(caller);
        step.kind = "begin";
        step.reply = "settled";
        step.ended = true;
        step.effects.push_back(std::move(effect));
        if (auto queued = journal_->append(std::move(step), ++steps_); !queued) return queued;
        store_.commit_batch(1);
        return refused_;
    }

  private:
    storage::Store& store_;
    TimePoint now_;
    storage::Journal* journal_ = nullptr;
    std::uint64_t steps_ = 0;
    Result<void> refused_;
};

Result<void> join(Clerk& clerk, Settler const& settler) {
    return clerk.leave(clerk.caller(settler.nth),
                       {"member.join",
                        {{"role", settler.role},
                         {"product", settler.product},
                         {"pin", settler.pin},
                         {"dist_id", settler.district},
                         {"name", settler.name},
                         {"show", "yes"},
                         {"notice", "ussd-short"}}},
                       "member");
}

/// Somebody who is alone behind her number, as the store knows her.
Result<Values> profile(storage::Reader& reader, Clerk const& clerk, std::size_t nth) {
    auto answer = reader.answer({"caller.profile", {}}, clerk.caller(nth));
    if (!answer) return fail(answer.error());
    return std::move(answer->values);
}

} // namespace

Msisdn village_number(std::size_t nth) { return Msisdn::from_number(919'876'500'000 + nth * 111); }

Result<void> settle(std::string const& folder, haatline::World& world) {
    auto store = storage::open_sqlite(folder, world);
    if (!store) return fail(store.error());
    auto reader = (*store)->reader();
    if (!reader) return fail(reader.error());
    Clerk clerk(**store, world.clock.now());
    for (auto const& settler : settlers)
        if (auto done = join(clerk, settler); !done) return done;
    constexpr std::array<std::pair<std::size_t, std::size_t>, 4> asks{
        {{0, 4}, {4, 0}, {6, 8}, {8, 6}}};
    for (auto const& [from, to] : asks) {
        auto const whom = profile(**reader, clerk, to), who = profile(**reader, clerk, from);
        if (!whom || !who) return fail(Errc::internal, "a settler is not there");
        auto caller = clerk.caller(from);
        auto done = clerk.leave(std::move(caller),
                                {"talk.ask", {{"peer", std::string(whom->get("eid"))}}}, "enquiry");
        if (!done) return done;
    }
    return {};
}

} // namespace haatline::simulators::world
