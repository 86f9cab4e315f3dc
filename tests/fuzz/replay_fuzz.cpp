// The log as it is read back at start: rows of any bytes, then calls on those phones.
#include "gateway/app/dispatcher.hpp"
#include "gateway/net/loop.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/world.hpp"

#include <functional>
#include <string>

using namespace haatline;
using namespace haatline::gateway;
using fuzz::expect;

namespace {

/// A store that knows nobody; it answers when the loop comes round again.
class NothingKnown final : public Asker {
  public:
    explicit NothingKnown(Loop& loop) : loop_(loop) {}

    void ask(Question, Caller, OnAnswer done) override {
        Answer none;
        none.outcome = "none";
        loop_.post([done = std::move(done), none = std::move(none)] { done(none); });
    }
    void snapshot_of(std::uint64_t, OnSnapshot done) override {
        loop_.post([done = std::move(done)] { done(std::string()); });
    }

    void read(Reading) override {}

  private:
    Loop& loop_;
};

/// Every step is on disk as soon as the loop comes round again.
class Kept final : public storage::Journal {
  public:
    explicit Kept(Loop& loop) : loop_(loop) {}

    Result<void> append(storage::Step step, std::uint64_t token) override {
        fuzz::expect(step.reply.size() < 2000, "a reply is a screen");
        loop_.post([this, token] { on_commit({{token, ++seq_}}); });
        return {};
    }
    Result<void> change(storage::outbox::Change, std::uint64_t) override { return {}; }
    void snapshot(std::vector<storage::Snapshot>, std::uint64_t) override { ++snapshots_; }
    std::uint64_t snapshots_written() const override { return snapshots_; }
    void expect(std::size_t) override {}
    void probe() override {}
    void tend(TimePoint) override {}
    void drain() override {}

    std::function<void(std::vector<storage::Committed>)> on_commit;

  private:
    Loop& loop_;
    std::uint64_t seq_ = 1'000'000, snapshots_ = 0;
};

struct Gateway {
    tests::ManualWorld world;
    Loop loop;
    Metrics metrics;
    NothingKnown asker;
    Kept journal;
    Dispatcher dispatcher;

    explicit Gateway(std::shared_ptr<Program const> program)
        : asker(loop), journal(loop),
          dispatcher(asker, world.world, metrics, std::move(program), Pepper(Pepper::Key{}), {}) {
        journal.on_commit = [this](auto const& steps) { dispatcher.committed(steps); };
        metrics.routes.resize(provider_names().size());
        dispatcher.begin(journal, {{"member", 1}, {"enquiry", 1}, {"listing", 1}});
    }
};

std::vector<Route> const& routes() {
    static std::vector<Route> const all = [] {
        std::vector<Route> out;
        for (auto const name : provider_names()) {
            out.emplace_back();
            out.back().id = out.size() - 1;
            out.back().config.name = out.back().config.provider = name;
            out.back().provider = make_provider(name, {});
        }
        return out;
    }();
    return all;
}

/// One row of the log: phone, session, identity, kind, state and reply, a line each.
void restore_row(Dispatcher& dispatcher, fuzz::Bytes& bytes, std::uint64_t seq, TimePoint now) {
    constexpr std::string_view kinds[] = {"begin", "answer", "hangup", ""};
    auto const phone = 919'876'543'200 + bytes.below(2);
    bool const ended = bytes.below(2) == 1;
    auto const kind = kinds[bytes.below(4)];
    auto const age = std::chrono::minutes(bytes.below(256) * 10);
    auto const session = bytes.line(), identity = bytes.line(), reply = bytes.line();
    auto const state = bytes.line();
    dispatcher.restore({seq, now - age, phone, session, identity, kind, state, reply, ended});
}

} // namespace

HAATLINE_FUZZ_TARGET(replay) {
    static auto const program = [] {
        auto read = load_program("", "", standard_budgets());
        expect(read && read->program, "the shipped menus load");
        return read->program;
    }();
    Gateway gateway(program);
    fuzz::Bytes bytes(input);
    std::uint64_t seq = 0;
    auto const now = gateway.world.clock.now();
    for (auto rows = bytes.below(4) + 1; rows > 0; --rows)
        restore_row(gateway.dispatcher, bytes, ++seq, now);
    for (int turn = 0; turn < 3; ++turn) {
        auto const& route = routes()[bytes.below(routes().size())];
        Callback callback;
        callback.kind = bytes.below(4) == 3 ? Callback::Kind::hangup : Callback::Kind::turn;
        callback.phone = Msisdn::from_number(919'876'543'200 + bytes.below(2));
        callback.retry = bytes.below(2) == 1 ? RetryRule::while_unanswered : RetryRule::exact;
        callback.session = bytes.line();
        callback.identity = bytes.line();
        callback.text = bytes.line();
        int answers = 0;
        gateway.dispatcher.take({&route, callback, [&](TurnReply reply) {
                                     ++answers;
                                     if (reply.sent) reply.sent(true);
                                     gateway.loop.stop();
                                 }});
        if (answers == 0) gateway.loop.run(); // until it was
        expect(answers == 1, "every callback is answered exactly once");
        gateway.dispatcher.tidy_up();
    }
}
