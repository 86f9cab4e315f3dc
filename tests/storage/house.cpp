#include "tests/storage/house.hpp"

#include "cluster/reference.hpp"

#include <filesystem>

namespace haatline::tests {

FreshFolder::FreshFolder() {
    static TempDir const made;
    static bool const ready = [] {
        ManualWorld world;
        return storage::open_sqlite(made.path(), world.world).has_value();
    }();
    REQUIRE(ready);
    std::filesystem::copy(made.path() + "/haatline.db", path() + "/haatline.db");
}

void House::open() {
    auto store = storage::open_sqlite(dir(), world_.world);
    if (!store) FAIL(store.error().detail);
    store_ = std::move(*store);
    reader_ = std::move(*store_->reader());
}

void House::close() {
    reader_.reset();
    store_.reset();
    journal_ = nullptr;
}

storage::Journal& House::journal() {
    if (!journal_) {
        storage::JournalOptions options;
        options.on_upkeep = [this](storage::UpkeepReport report) {
            std::lock_guard const lock(mutex_);
            reports_.push_back(std::move(report));
            committed_.notify_all();
        };
        journal_ = &store_->start(options, [this](std::vector<storage::Committed> steps) {
            std::lock_guard const lock(mutex_);
            for (auto& step : steps) {
                quieter_ = step.done ? step.done->quieter : Msisdn();
                results_.insert_or_assign(step.token, std::move(step.seq));
            }
            committed_.notify_all();
        });
    }
    return *journal_;
}

Answer House::ask(std::string name, Values with) {
    auto answer = try_ask(std::move(name), std::move(with));
    if (!answer) FAIL(answer.error().detail);
    return *answer;
}

Result<Answer> House::try_ask(std::string name, Values with) {
    return reader_->answer({std::move(name), std::move(with)}, caller_);
}

storage::Step House::step(std::vector<Effect> effects) {
    storage::Step out;
    out.caller = caller_;
    out.session = caller_.session;
    out.kind = "answer";
    out.said = "1";
    out.state = "{}";
    out.reply = "ok";
    out.effects = std::move(effects);
    return out;
}

Result<std::uint64_t> House::act(std::vector<Effect> effects) {
    auto const token = next_token_++;
    auto const queued = journal().append(step(std::move(effects)), token);
    if (!queued) return fail(queued.error());
    return wait_for(token);
}

Result<std::uint64_t> House::wait_for(std::uint64_t token) {
    std::unique_lock lock(mutex_);
    committed_.wait(lock, [&] { return results_.count(token) > 0; });
    return results_.at(token);
}

storage::UpkeepReport House::tend() {
    journal().tend(caller_.now);
    std::unique_lock lock(mutex_);
    committed_.wait(lock, [&] { return !reports_.empty(); });
    auto report = std::move(reports_.back());
    reports_.clear();
    return report;
}

std::string House::join(std::uint64_t phone, Values choices) {
    auto const before = caller_;
    caller_.phone = Msisdn::from_number(phone);
    caller_.session = fmt::format("join:{}", ++sessions_);
    auto const serial =
        static_cast<std::uint64_t>(number("SELECT ifnull(max(serial), -1) + 1 FROM enterprise"));
    Values with{{"role", "maker"},      {"product", "pickle"},
                {"pin", "844101"},      {"dist_id", "537"},
                {"show", "yes"},        {"notice", "ussd-short"},
                {"name", "Asha Foods"}, {"ref", reference_text(serial)}};
    with.merge(choices);
    auto const joined = act({{"member.join", with}});
    caller_ = before;
    if (!joined) FAIL(joined.error().detail);
    return text(fmt::format("SELECT id FROM enterprise WHERE serial = {}", serial));
}

std::int64_t House::number(std::string const& sql) {
    auto db = storage::Db::open(dir() + "/haatline.db", storage::Db::Mode::read_only);
    REQUIRE(db);
    auto const value = db->integer(sql);
    if (!value) FAIL(value.error().detail);
    return *value;
}

std::string House::text(std::string const& sql) {
    auto db = storage::Db::open(dir() + "/haatline.db", storage::Db::Mode::read_only);
    REQUIRE(db);
    auto statement = db->prepare(sql);
    if (!statement) FAIL(statement.error().detail);
    return statement->step() ? std::string(statement->text(0)) : std::string();
}

} // namespace haatline::tests
