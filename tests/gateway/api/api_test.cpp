#include "gateway/api/api.hpp"
#include "gateway/api/messages_json.hpp"
#include "gateway/app/alert_file.hpp"
#include "storage/sqlite/open.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/world.hpp"

#include <boost/json.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>

using namespace haatline;
using namespace haatline::gateway;
namespace json = boost::json;

namespace {

/// An API over a database of its own, whose loop is the test.
struct Served {
    tests::TempDir dir;
    tests::ManualWorld world;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::Reader> reader;
    std::mutex mutex;
    std::condition_variable something;
    std::deque<std::function<void()>> posted;
    std::vector<storage::outbox::Put> puts;
    Result<storage::outbox::Done> put_says = storage::outbox::Done{};
    int changed = 0;
    std::unique_ptr<Api> api;

    Served() {
        auto opened = storage::open_sqlite(dir.path(), world.world);
        if (!opened) FAIL(opened.error().detail);
        store = std::move(*opened);
        auto made = store->reader();
        REQUIRE(made);
        reader = std::move(*made);
        ApiPorts ports;
        ports.data_dir = dir.path();
        ports.world = &world.world;
        ports.post = [this](std::function<void()> work) {
            std::lock_guard const lock(mutex);
            posted.push_back(std::move(work));
            something.notify_one();
        };
        ports.put = [this](storage::outbox::Put put, ApiPorts::Told told) {
            puts.push_back(std::move(put));
            told(put_says);
        };
        ports.read = [this](ApiPorts::Reading reading) { reading (*reader)(); };
        ports.alerts_changed = [this] { ++changed; };
        ports.languages = known_languages();
        ports.paise_a_segment = 18;
        auto const all = May::read | May::alerts | May::messages;
        api =
            std::make_unique<Api>(std::vector<ApiKey>{{"desk", Secret("desk-key"), all},
                                                      {"second", Secret("second-key"), May::alerts},
                                                      {"looker", Secret("looker-key"), May::read}},
                                  std::move(ports));
    }
    ~Served() { api.reset(); }

    RawReply ask(std::string method, std::string path, std::string body = {},
                 std::string key = "desk-key") {
        RawRequest request;
        request.method = std::move(method);
        auto const question = path.find('?');
        request.path = path.substr(0, question);
        if (question != std::string::npos) request.query = path.substr(question + 1);
        request.body = std::move(body);
        if (!key.empty()) request.headers.add("Authorization", "Bearer " + key);
        std::optional<RawReply> reply;
        api->take(std::move(request), [&](RawReply got) { reply = std::move(got); });
        while (!reply) {
            std::unique_lock lock(mutex);
            something.wait(lock, [&] { return !posted.empty(); });
            auto const work = std::move(posted.front());
            posted.pop_front();
            lock.unlock();
            work();
        }
        return std::move(*reply);
    }
};

std::string const kItem = R"({"title": "Mills", "source": "Notice", "topic": "schemes",
    "valid_until": "2026-09-25T18:00:00+05:30", "texts": [{"language": "en", "text": "Apply by Friday"}]})";

json::object object(RawReply const& reply) { return json::parse(reply.body).as_object(); }
std::string text(RawReply const& reply, char const* key) {
    return std::string(object(reply).at(key).as_string());
}

} // namespace

TEST_CASE("the API's description names every route with its methods, and no other") {
    auto const described = json::parse(api_description()).as_object();
    CHECK(described.at("openapi").as_string() == "3.1.0");
    std::set<std::string> written, served;
    for (auto const& path : described.at("paths").as_object())
        for (auto const& method : path.value().as_object())
            if (method.key() != "parameters") {
                std::string name(method.key());
                for (auto& c : name) c = static_cast<char>(std::toupper(c));
                written.insert(name + " " + std::string(path.key()));
                CHECK((method.value().as_object().contains("security") ==
                       (path.key() == "/openapi.json")));
            }
    for (auto const& route : api_routes())
        served.insert(std::string(route.method) + " " + std::string(route.pattern));
    CHECK(written == served);
    Served house;
    auto const reply = house.ask("GET", "/api/v1/openapi.json", "", "");
    CHECK(reply.status == 200);
    CHECK(reply.body == api_description());
}

TEST_CASE("without a key, with a wrong one, or with one that may not, nothing is done") {
    Served house;
    auto const none = house.ask("GET", "/api/v1/alerts", "", "");
    CHECK(none.status == 401);
    CHECK(none.content_type == "application/problem+json");
    CHECK(
        none.body ==
        R"({"type":"/api/v1/openapi.json#unauthenticated","title":"Unauthenticated","status":401,"detail":"send Authorization: Bearer KEY with a key of ours"})"
        "\n");
    CHECK(house.ask("GET", "/api/v1/alerts", "", "desk-kez").status == 401);
    CHECK(house.ask("GET", "/api/v1/alerts", "", "desk-key ").status == 401);
    CHECK(house.ask("POST", "/api/v1/alerts", kItem, "looker-key").status == 403);
    CHECK(house.ask("POST", "/api/v1/messages", "{}", "second-key").status == 403);
    CHECK(house.ask("GET", "/api/v1/nowhere").status == 404);
    auto const wrong = house.ask("PUT", "/api/v1/messages");
    CHECK(wrong.status == 405);
    CHECK(wrong.headers.back() == std::pair<std::string, std::string>{"Allow", "POST"});
    CHECK(house.puts.empty());
}

TEST_CASE("an alert goes its way over the API, past two keys") {
    Served house;
    auto const made = house.ask("POST", "/api/v1/alerts", kItem);
    REQUIRE(made.status == 201);
    CHECK(text(made, "standing") == "draft");
    CHECK(text(made, "author") == "api:desk");
    CHECK(made.headers.back().second == "/api/v1/alerts/1");
    auto const preview = object(house.ask("POST", "/api/v1/alerts/1/preview"));
    CHECK(preview.at("exact").as_bool());
    CHECK(preview.at("recipients").as_int64() == 0);
    CHECK(preview.at("paise_a_segment").as_int64() == 18);
    CHECK(text(house.ask("POST", "/api/v1/alerts/1/submit"), "standing") == "submitted");
    CHECK(house.ask("POST", "/api/v1/alerts/1/approve").status == 403);
    CHECK(house.ask("POST", "/api/v1/alerts/1/approve", R"({"mark": "0"})", "second-key").status ==
          409);
    auto const mark = text(made, "mark");
    CHECK(text(house.ask("POST", "/api/v1/alerts/1/approve", R"({"mark": ")" + mark + "\"}",
                         "second-key"),
               "approved_by") == "api:second");
    CHECK(house.ask("PUT", "/api/v1/alerts/1", kItem).status == 409);
    CHECK(text(house.ask("POST", "/api/v1/alerts/1/cancel", R"({"reason": "wrong date"})"),
               "standing") == "cancelled");
    CHECK(house.changed == 4);
    CHECK(object(house.ask("GET", "/api/v1/alerts")).at("alerts").as_array().empty());
    CHECK(object(house.ask("GET", "/api/v1/alerts?standing=all", "", "looker-key"))
              .at("alerts")
              .as_array()
              .size() == 1);
    CHECK(house.ask("GET", "/api/v1/alerts?standing=sent").status == 400);
    CHECK(object(house.ask("GET", "/api/v1/alerts/1/progress")).at("written").as_int64() == 0);
    CHECK(house.ask("GET", "/api/v1/alerts/77").status == 404);
    CHECK(house.ask("GET", "/api/v1/alerts/x").status == 404);
}

TEST_CASE("an alert that is not whole is refused with a pointer to each fault") {
    Served house;
    auto const reply = house.ask("POST", "/api/v1/alerts", R"({"title": "t", "texts": []})");
    CHECK(reply.status == 400);
    std::set<std::string> pointers;
    auto const problem = object(reply); // outlives the loop over what stands in it
    for (auto const& each : problem.at("errors").as_array())
        pointers.insert(std::string(each.at("pointer").as_string()));
    CHECK(pointers == std::set<std::string>{"/source", "/topic", "/valid_until", "/texts"});
    CHECK(house.ask("POST", "/api/v1/alerts", "{").status == 400);
    CHECK(house.ask("POST", "/api/v1/alerts", std::string(10'000, '[')).status == 400);
    CHECK(house.ask("POST", "/api/v1/alerts/1/submit", R"({"because": 1})").status == 400);
}

TEST_CASE("a message is answered 202 once it is on disk, and is the same by its name") {
    Served house;
    auto const sent =
        R"({"to": "+919876543210", "text": "Your papers are ready", "once": "case 7"})";
    house.put_says->ids = {5};
    auto const first = house.ask("POST", "/api/v1/messages", sent);
    REQUIRE(first.status == 202);
    CHECK_FALSE(object(first).at("known").as_bool());
    house.put_says->ids = {0};
    auto const again = house.ask("POST", "/api/v1/messages", sent);
    CHECK(object(again).at("known").as_bool());
    CHECK(text(first, "id") == text(again, "id"));
    CHECK(is_message_id(text(first, "id")));
    REQUIRE(house.puts.size() == 2);
    auto const& parcel = house.puts[0].parcels.at(0);
    CHECK(parcel.to.number() == 919'876'543'210);
    CHECK(parcel.text == "Your papers are ready");
    CHECK(parcel.once == "api " + text(first, "id"));
    CHECK(parcel.category == "service_implicit");
    CHECK(parcel.cls == storage::outbox::Class::service);
    CHECK(parcel.caused_by.starts_with("api "));
    CHECK(parcel.valid_until == house.world.clock.now() + std::chrono::hours(24));
    house.put_says = fail(Errc::unavailable, "the disk is full: make room");
    auto const full = house.ask("POST", "/api/v1/messages", sent);
    CHECK(full.status == 503);
    CHECK(full.headers.back() == std::pair<std::string, std::string>{"Retry-After", "1"});
    CHECK(house.ask("GET", "/api/v1/messages/" + text(first, "id")).status == 404);
    CHECK(house.ask("GET", "/api/v1/messages/zzz").status == 404);
}

TEST_CASE("a message without a name of its sender's is known by one that begins with the time") {
    Served house;
    house.put_says->ids = {5};
    auto const reply =
        house.ask("POST", "/api/v1/messages", R"({"to": "9876543210", "text": "Ready"})");
    REQUIRE(reply.status == 202);
    auto const id = text(reply, "id");
    REQUIRE(is_message_id(id));
    CHECK(std::stoull(id.substr(0, 12), nullptr, 16) ==
          static_cast<std::uint64_t>(house.world.clock.now().time_since_epoch().count()));
    auto const& parcel = house.puts.at(0).parcels.at(0);
    CHECK(parcel.once.empty());
    CHECK(parcel.named == name_of_id(id));
    CHECK(parcel.named.size() == 16);
    auto const again =
        house.ask("POST", "/api/v1/messages", R"({"to": "9876543210", "text": "Ready"})");
    CHECK(text(again, "id") != id);
}

TEST_CASE("of a batch all are taken or none, and each fault is told by its pointer") {
    Served house;
    house.put_says->ids = {1, 2};
    house.put_says->put = 2;
    auto const both =
        house.ask("POST", "/api/v1/messages",
                  R"({"messages": [{"to": "9876543210", "template": "sms.who", "variables":
        {"ref": "1"}, "language": "hi"}, {"to": "9876543211", "text": "a", "category": "promotional"}]})");
    REQUIRE(both.status == 202);
    CHECK(object(both).at("accepted").as_int64() == 2);
    CHECK(object(both).at("messages").as_array().size() == 2);
    CHECK(house.puts.at(0).parcels.at(0).with.get("ref") == "1");
    CHECK(house.puts.at(0).parcels.at(1).cls == storage::outbox::Class::bulk);
    auto const bad = house.ask("POST", "/api/v1/messages",
                               R"({"messages": [{"to": "123", "text": "a"}, {"to": "9876543210"},
        {"to": "9876543210", "text": "two  blanks", "category": "gift", "language": "hn", "valid_until": "2026-01-01 10:00"}]})");
    CHECK(bad.status == 400);
    std::vector<std::string> pointers;
    auto const errors_of_bad = object(bad);
    for (auto const& each : errors_of_bad.at("errors").as_array())
        pointers.emplace_back(each.at("pointer").as_string());
    CHECK(pointers == std::vector<std::string>{"/messages/0/to", "/messages/1/text",
                                               "/messages/2/text", "/messages/2/category",
                                               "/messages/2/language", "/messages/2/valid_until"});
    CHECK(house.puts.size() == 1);
    std::string many = R"({"messages": [)";
    for (int i = 0; i < 1'001; ++i) many += R"({"to": "9876543210", "text": "a"},)";
    many.back() = ']';
    CHECK(house.ask("POST", "/api/v1/messages", many + "}").status == 400);
    CHECK(house.ask("POST", "/api/v1/messages", R"({"messages": []})").status == 400);
}
