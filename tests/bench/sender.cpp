// The gateway's sending half by itself: outbox, ledger and one SMPP link, without HTTP before it. Says
// `ready` once it is bound, takes how many messages on standard input, and one line of JSON once every result
// is on disk; then it goes on taking receipts until it is ended. `tests/bench/sms` puts it beside Kannel.
#include "gateway/app/reader_pool.hpp"
#include "gateway/channels/sms/smpp_carrier.hpp"
#include "gateway/net/loop.hpp"
#include "gateway/outbox/outbox.hpp"
#include "storage/sqlite/open.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <iostream>

using namespace haatline;
using namespace haatline::gateway;
using storage::outbox::NewParcel;

namespace {

constexpr std::size_t kBatch = 500, kBatchesAhead = 8;

double seconds() { return std::chrono::duration<double>(system_world().clock.steady()).count(); }

/// As the register lets it: this bench is of the way out, not of the rules.
Making as_it_is(storage::outbox::Parcel const& parcel, Carrier const&, TimePoint) {
    Made made;
    made.message.parcel = parcel.id;
    made.message.to = parcel.to;
    made.message.text = parcel.text;
    made.message.valid_until = parcel.valid_until;
    return made;
}

class Sender {
  public:
    Sender(storage::Store& store, std::uint16_t port, unsigned window)
        : readers_(loop_, readers_of(store)), outbox_(readers_, system_world(), &as_it_is),
          link_(works_on(loop_, system_world()), account(port, window), outbox_) {
        outbox_.add(link_);
        outbox_.begin(store.start({}, [this](std::vector<storage::Committed> steps) {
            auto kept = std::make_shared<std::vector<storage::Committed>>(std::move(steps));
            loop_.post([this, kept] { outbox_.committed(*kept); });
        }));
        link_.begin();
    }

    void run() {
        loop_.on_terminate([this] { loop_.stop(); });
        every_second();
        look();
        loop_.run();
    }

  private:
    static std::vector<std::unique_ptr<storage::Reader>> readers_of(storage::Store& store) {
        std::vector<std::unique_ptr<storage::Reader>> out;
        if (auto reader = store.reader()) out.push_back(std::move(*reader));
        return out;
    }
    static SmppOptions account(std::uint16_t port, unsigned window) {
        SmppOptions out;
        out.name = "peer";
        out.target = {"127.0.0.1", std::to_string(port)};
        out.system_id = "haatline";
        out.password = Secret("secret12");
        out.sender = "HAATLN";
        out.window.most = window;
        return out;
    }

    void every_second() {
        outbox_.tick();
        loop_.after(std::chrono::seconds(1), [this] { every_second(); });
    }

    /// Ready, then fed, then over.
    void look() {
        if (messages_ == 0 && link_.up()) {
            std::cout << "ready" << std::endl;
            std::cin >> messages_;
            begun_ = seconds();
            for (std::size_t i = 0; i < kBatchesAhead; ++i) feed();
        }
        if (messages_ > 0 && told_ >= messages_ && outbox_.counters().handed >= messages_ &&
            outbox_.counters().unsettled == 0)
            return say();
        loop_.after(std::chrono::milliseconds(2), [this] { look(); });
    }

    void say() const {
        auto const took = seconds() - begun_;
        std::cout << fmt::format("{{\"messages\":{},\"seconds\":{:.3f},\"per_second\":{:.0f}}}\n",
                                 messages_, took, static_cast<double>(messages_) / took)
                  << std::flush;
    }

    void feed() {
        std::vector<NewParcel> batch;
        for (; batch.size() < kBatch && fed_ < messages_; ++fed_) {
            NewParcel one;
            one.to = Msisdn::from_number(919'000'000'000ULL + fed_);
            one.language = "en";
            one.text = "Haatline: your offer of achaar stands until Friday. Reply STOP to end.";
            one.valid_until = system_world().clock.now() + std::chrono::hours(24);
            one.caused_by = "api bench";
            batch.push_back(std::move(one));
        }
        if (batch.empty()) return;
        auto const count = batch.size();
        outbox_.put(std::move(batch), [this, count](auto const& done) {
            if (!done) {
                fmt::print(stderr, "bench_sender: {}\n", done.error().detail);
                std::exit(1);
            }
            told_ += count;
            feed();
        });
    }

    Loop loop_;
    ReaderPool readers_;
    Outbox outbox_;
    SmppCarrier link_;
    std::size_t messages_ = 0, fed_ = 0, told_ = 0;
    double begun_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"outbox, ledger and one SMPP link, as fast as they go"};
    std::string dir = "var/bench-sender";
    std::uint16_t port = 2775;
    unsigned window = 100;
    app.add_option("--data", dir, "made anew");
    app.add_option("--port", port, "where the SMSC listens");
    app.add_option("--window", window, "submit_sm unanswered at most");
    CLI11_PARSE(app, argc, argv);
    std::filesystem::remove_all(dir);
    auto store = storage::open_sqlite(dir, system_world());
    if (!store) {
        fmt::print(stderr, "bench_sender: {}\n", store.error().detail);
        return 1;
    }
    auto sender = std::make_unique<Sender>(**store, port, window);
    sender->run();
    store->reset();
    return 0;
}
