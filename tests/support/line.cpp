#include "tests/support/line.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <map>
#include <stdexcept>

namespace haatline::tests {
namespace {

/// The menus of the binary, read and proved once a process: conversations start the gateway some
/// thousand times, and a program is immutable. Whole starts are tests/e2e's.
std::shared_ptr<gateway::Program const> embedded_program() {
    static auto const program = [] {
        auto loaded = gateway::load_program({}, {}, gateway::standard_budgets());
        if (!loaded) throw std::runtime_error(loaded.error().detail);
        if (!gateway::say_findings(loaded->report) || !loaded->program)
            throw std::runtime_error("the menus of the binary do not pass `haatline check`");
        return loaded->program;
    }();
    return program;
}

gateway::ServeOptions options_of(std::string const& dir, int demo_size) {
    gateway::ServeOptions out;
    out.config = gateway::demo_config();
    out.config.data_dir = dir;
    out.demo = demo_size > 0;
    out.demo_size = demo_size;
    return out;
}

Result<std::unique_ptr<gateway::House>> opened(gateway::Loop& loop, World& world,
                                               gateway::ServeOptions const& options,
                                               gateway::DispatcherOptions dispatching) {
    if (!options.config.menus_dir.empty() || !options.config.locales_dir.empty())
        return gateway::House::open(loop, world, options);
    return gateway::House::open(gateway::works_of(loop), world, options, embedded_program(),
                                dispatching);
}

/// A database with `demo_size` invented enterprises on all of India's places, made once a process.
/// @returns its file.
std::string demo_database(int demo_size) {
    static std::map<int, TempDir> made;
    auto const [at, fresh] = made.try_emplace(demo_size);
    auto const& dir = at->second.path();
    if (fresh) {
        ManualWorld world;
        gateway::Loop loop;
        auto const house = opened(loop, world.world, options_of(dir, demo_size), {});
        if (!house) throw std::runtime_error(house.error().detail);
    }
    return dir + "/haatline.db";
}

} // namespace

Line::Line(int demo_size, std::string menus_dir, std::string locales_dir)
    : demo_size_(demo_size), menus_dir_(std::move(menus_dir)),
      locales_dir_(std::move(locales_dir)) {
    if (demo_size_ > 0)
        std::filesystem::copy_file(demo_database(demo_size_), dir_.path() + "/haatline.db");
    start();
}

Line::Line(gateway::DispatcherOptions dispatching) : demo_size_(0), dispatching_(dispatching) {
    start();
}

Line::~Line() { stop(true); }

void Line::start() {
    spdlog::set_level(spdlog::level::off); // standard output belongs to the test report
    loop_ = std::make_unique<gateway::Loop>();
    auto options = options_of(dir_.path(), 0); // what was invented is in the copy
    options.config.menus_dir = menus_dir_;
    options.config.locales_dir = locales_dir_;
    auto house = opened(*loop_, world_.world, options, dispatching_);
    if (!house) throw std::runtime_error(house.error().detail);
    house_ = std::move(*house);
    thread_ = std::thread([this] { loop_->run(); });
}

void Line::stop(bool clean) {
    // Posted, not called: a loop that has not begun to run yet would forget a stop.
    loop_->post([this] { loop_->stop(); });
    thread_.join();
    if (!clean) house_->abandon();
    house_.reset();
    loop_.reset();
}

void Line::restart(bool clean) {
    stop(clean);
    start();
}

std::vector<gateway::RawReply> Line::call_all(std::vector<gateway::RawRequest> requests, bool read,
                                              std::function<void(gateway::House&)> then) {
    // The loop holds what it reads: the last reply lets this thread go on while the loop is still
    // at it.
    auto promises = std::make_shared<std::vector<std::promise<gateway::RawReply>>>(requests.size());
    std::vector<std::future<gateway::RawReply>> futures;
    for (auto& promise : *promises) futures.push_back(promise.get_future());
    loop_->post(
        [this, promises, read, requests = std::move(requests), then = std::move(then)]() mutable {
            for (std::size_t i = 0; i < requests.size(); ++i)
                house_->router().take(std::move(requests[i]),
                                      [promises, i, read](gateway::RawReply reply) {
                                          if (reply.sent) reply.sent(read);
                                          (*promises)[i].set_value(std::move(reply));
                                      });
            if (then) then(*house_);
        });
    std::vector<gateway::RawReply> replies;
    for (auto& future : futures) {
        if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
            throw std::runtime_error("no reply within a minute");
        replies.push_back(future.get());
    }
    return replies;
}

gateway::RawReply Line::call(gateway::RawRequest request) {
    std::vector<gateway::RawRequest> one;
    one.push_back(std::move(request));
    return std::move(call_all(std::move(one)).front());
}

gateway::RawReply Line::call_unread(gateway::RawRequest request) {
    std::vector<gateway::RawRequest> one;
    one.push_back(std::move(request));
    return std::move(call_all(std::move(one), false, {}).front());
}

std::vector<gateway::RawReply> Line::call_all(std::vector<gateway::RawRequest> requests) {
    return call_all(std::move(requests), true, {});
}

std::vector<gateway::RawReply> Line::call_all(std::vector<gateway::RawRequest> requests,
                                              std::function<void(gateway::House&)> then) {
    return call_all(std::move(requests), true, std::move(then));
}

void Line::on_loop(std::function<void(gateway::House&)> work) {
    auto const promise = std::make_shared<std::promise<void>>();
    auto done = promise->get_future();
    loop_->post([this, promise, work = std::move(work)] {
        work(*house_);
        promise->set_value();
    });
    done.get();
}

bool Line::text(std::string const& phone, std::string const& words, std::string const& identity) {
    auto const promise = std::make_shared<std::promise<bool>>();
    auto taken = promise->get_future();
    loop_->post([this, promise, phone, words, identity] {
        gateway::SmsIn message;
        if (auto const from = Msisdn::parse(phone)) message.from = *from;
        message.to = "56161";
        message.text = words;
        message.identity = identity;
        message.route = "test";
        house_->sms_desk().take(std::move(message),
                                [promise](bool stored) { promise->set_value(stored); });
    });
    if (taken.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
        throw std::runtime_error("a message was not taken within a minute");
    return taken.get();
}

std::vector<Line::Sent> Line::sent_since() {
    std::map<std::int64_t, Sent> found;
    on_loop([&](gateway::House& house) {
        for (auto const cls : {storage::outbox::Class::caller, storage::outbox::Class::service}) {
            auto parcels = house.waiting_to_be_sent(cls);
            if (!parcels) throw std::runtime_error(parcels.error().detail);
            for (auto& parcel : *parcels)
                if (parcel.id > last_sent_)
                    found[parcel.id] = {parcel.to.number(), std::move(parcel.text)};
        }
    });
    std::vector<Sent> out;
    for (auto& [id, sent] : found) {
        last_sent_ = id;
        out.push_back(std::move(sent));
    }
    return out;
}

gateway::RawReply Line::call_while_tidying(gateway::RawRequest request) {
    auto const promise = std::make_shared<std::promise<gateway::RawReply>>();
    auto reply = promise->get_future();
    loop_->post([this, promise, request = std::move(request)]() mutable {
        house_->dispatcher().tidy_up();
        house_->router().take(std::move(request), [promise](gateway::RawReply answer) {
            if (answer.sent) answer.sent(true);
            promise->set_value(std::move(answer));
        });
    });
    return reply.get();
}

gateway::House::Reloaded Line::reload() {
    auto const promise = std::make_shared<std::promise<gateway::House::Reloaded>>();
    auto told = promise->get_future();
    loop_->post([this, promise] {
        house_->reload([promise](gateway::House::Reloaded reloaded) {
            promise->set_value(std::move(reloaded));
        });
    });
    return told.get();
}

gateway::RawReply Line::get(std::string const& path, std::string const& query) {
    return call({"GET", path, query, "", "", "127.0.0.1", ""});
}

gateway::RawReply Line::post(std::string const& path, std::string const& form) {
    return call({"POST", path, "", "application/x-www-form-urlencoded", form, "127.0.0.1", ""});
}

std::string Line::dial(std::string const& phone, std::string const& session,
                       std::string const& text) {
    return post("/in/africastalking/demo",
                fmt::format(
                    "sessionId={}&serviceCode=%2A789%23&phoneNumber={}&networkCode=40410&text={}",
                    encoded(session), encoded(phone), encoded(text)))
        .body;
}

std::string encoded(std::string_view value) {
    std::string out;
    for (char const c : value) {
        bool const plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace haatline::tests
