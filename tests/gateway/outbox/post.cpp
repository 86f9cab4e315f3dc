#include "tests/gateway/outbox/post.hpp"

#include "storage/sqlite/db.hpp"

namespace haatline::tests {

class Post::Readers final : public gateway::Asker {
  public:
    Readers(std::unique_ptr<storage::Reader> reader, std::deque<std::function<void()>>& posted)
        : reader_(std::move(reader)), posted_(posted) {}

    void ask(Question, Caller, OnAnswer) override { FAIL("the outbox asks nothing of menus"); }
    void snapshot_of(std::uint64_t, OnSnapshot) override { FAIL("no snapshot is the outbox's"); }
    void read(Reading reading) override {
        posted_.push_back([this, reading = std::move(reading)] { reading (*reader_)(); });
    }

  private:
    std::unique_ptr<storage::Reader> reader_;
    std::deque<std::function<void()>>& posted_;
};

namespace {

/// Reading the places takes a third of a second: done once.
std::string const& made_folder() {
    static TempDir const made;
    static bool const ready = [] {
        ManualWorld world;
        return storage::open_sqlite(made.path(), world.world).has_value();
    }();
    REQUIRE(ready);
    return made.path();
}

} // namespace

Post::Post() {
    std::filesystem::copy(made_folder() + "/haatline.db", dir_.path() + "/haatline.db");
    start();
}

Post::~Post() { crash(); }

void Post::start() {
    auto store = storage::open_sqlite(dir_.path(), world_.world);
    if (!store) FAIL(store.error().detail);
    store_ = std::move(*store);
    auto reader = store_->reader();
    REQUIRE(reader);
    readers_ = std::make_unique<Readers>(std::move(*reader), posted_);
    storage::JournalOptions options;
    options.threads = false;
    journal_ = &store_->start(options, [this](std::vector<storage::Committed> steps) {
        posted_.push_back([this, steps = std::move(steps)] { on_disk(steps); });
    });
    box_ = std::make_unique<gateway::Outbox>(
        *readers_, world_.world,
        [](storage::outbox::Parcel const& parcel, gateway::Carrier const&,
           TimePoint now) -> gateway::Making {
            if (parcel.text == "<script>") return gateway::MayNot{"template", "no such template"};
            if (parcel.text == "offer" && now.time_since_epoch() < Millis(1'790'000'100'000))
                return gateway::NotNow{TimePoint(Millis(1'790'000'100'000)), "time_band"};
            gateway::Made made;
            made.message.parcel = parcel.id;
            made.message.to = parcel.to;
            made.message.text = parcel.text;
            made.facts.template_id = "1307";
            return made;
        });
    box_->add(airtel_);
    box_->add(jio_);
    box_->begin(*journal_);
    settle();
}

void Post::crash() {
    posted_.clear();
    box_.reset();
    readers_.reset();
    store_.reset();
    posted_.clear();
    airtel_.unanswered.clear();
    jio_.unanswered.clear();
}

storage::outbox::NewParcel Post::to(std::uint64_t last_digits, std::string text,
                                    storage::outbox::Class cls) {
    storage::outbox::NewParcel out;
    out.to = Msisdn::from_number(919'876'543'200 + last_digits);
    out.cls = cls;
    out.language = "en";
    out.text = std::move(text);
    out.valid_until = now() + std::chrono::hours(24);
    return out;
}

void Post::put(std::vector<storage::outbox::NewParcel> parcels) {
    bool told = false;
    box_->put(std::move(parcels), [&](auto const& done) {
        REQUIRE(done);
        told = true;
    });
    settle();
    REQUIRE(told);
}

/// As gateway/app/house.cpp has it.
void Post::on_disk(std::vector<storage::Committed> const& steps) {
    for (auto const& step : steps) {
        REQUIRE(step.seq);
        if (!step.done || *step.seq == 0) continue;
        if (step.done->quieter.number() != 0) box_->stop(step.done->quieter);
        box_->born(*step.done);
    }
    box_->committed(steps);
}

void Post::step(Msisdn from, std::vector<Effect> effects,
                std::vector<storage::outbox::NewParcel> answers) {
    storage::Step step;
    step.caller.phone = from;
    step.caller.channel = "sms";
    step.caller.now = now();
    step.kind = "message";
    step.ended = true;
    step.effects = std::move(effects);
    step.parcels = std::move(answers);
    REQUIRE(journal_->append(std::move(step), ++steps_));
}

void Post::commit_once() {
    store_->commit_batch(512);
    run();
}

void Post::run() {
    while (!posted_.empty()) {
        auto work = std::move(posted_.front());
        posted_.pop_front();
        work();
    }
}

void Post::settle() {
    do run();
    while (store_->commit_batch(512) || !posted_.empty());
}

void Post::pass(Millis time) {
    for (; time > Millis(0); time -= Millis(1000)) {
        world_.clock.pass(std::min(time, Millis(1000)));
        box_->tick();
        settle();
    }
}

void Post::answer(TestCarrier& from, gateway::Submitted::What what, std::string id) {
    box_->submitted(from, {from.answer(what, std::move(id))});
    settle();
}

bool Post::receipt(TestCarrier& from, std::string id, std::string state, Msisdn to) {
    bool stored = false;
    gateway::ReceiptNews news;
    news.id = std::move(id);
    news.state = std::move(state);
    news.to = to;
    box_->receipts(from, {news}, [&](bool is) { stored = is; });
    settle();
    return stored;
}

std::vector<std::string> Post::texts(TestCarrier const& from) const {
    std::vector<std::string> out;
    for (auto const& each : from.sent) out.push_back(each.text);
    return out;
}

std::string Post::text(std::string const& sql) {
    auto db = storage::Db::open(dir_.path() + "/haatline.db", storage::Db::Mode::read_only);
    REQUIRE(db);
    auto row = db->prepare(sql);
    REQUIRE(row);
    return row->step() ? std::string(row->text(0)) : std::string();
}

} // namespace haatline::tests
