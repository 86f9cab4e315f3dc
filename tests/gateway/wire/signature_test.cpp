#include "gateway/net/headers.hpp"
#include "gateway/wire/signature.hpp"
#include "tests/gateway/wire/provider_recipes.hpp"
#include "tests/gateway/wire/provider_vectors.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

/// A minute after the vectors' time, 2026-01-01T12:00:00Z.
constexpr TimePoint later{std::chrono::seconds(1767268860)};

std::vector<NamedValue> views(Lines const& lines) { return {lines.begin(), lines.end()}; }

std::string form_of(Lines const& fields) {
    std::string out;
    for (auto const& [name, value] : fields) out += name + '=' + value + '&';
    return out;
}

Lines decoded(std::string const& query) {
    Lines out;
    for (std::size_t at = 0; at < query.size();) {
        auto const end = std::min(query.find('&', at), query.size());
        auto const mark = query.find('=', at);
        out.emplace_back(query.substr(at, mark - at), query.substr(mark + 1, end - mark - 1));
        at = end + 1;
    }
    return out;
}

/// Builds the views over a vector and hands them to `act`.
template <class Act>
auto with_request(SignedVector const& v, Act act) {
    Headers headers;
    for (auto const& [name, value] : v.headers) headers.add(name, value);
    auto const query_lines = decoded(v.query);
    auto const query = views(query_lines), posted = views(v.posted);
    std::string body = v.body;
    if (body.empty() && v.method != "GET") body = form_of(v.posted);
    return act(SignedRequest{v.method, v.base, v.path, v.query, headers, query, posted, body});
}

std::string outcome(SignedVector const& v, TimePoint now = later, Recipe const* recipe = nullptr) {
    auto const own = recipe ? *recipe : recipe_of(v.scheme);
    std::vector<Secret> const secrets{Secret(v.secret)};
    return with_request(v, [&](SignedRequest const& request) {
        auto const out = verify(own, request, secrets, now);
        return out ? std::string("good") : out.error().detail;
    });
}

std::string const changed = "the signature does not hold: another secret, another public address, "
                            "or a request that was changed";

SignedVector const& named(std::string_view name) {
    return *std::ranges::find(good_signatures, name, &SignedVector::name);
}

/// The one in the header of the name, or the field `sig`.
std::string& signature_in(SignedVector& v) {
    if (!v.scheme.starts_with("vonage")) return v.headers.front().second;
    return v.posted.back().second;
}

} // namespace

TEST_CASE("what the providers' own packages signed is taken, and signed the same by us") {
    for (auto const& v : good_signatures) {
        INFO(v.name);
        auto const recipe = recipe_of(v.scheme);
        REQUIRE(recipe.sound());
        CHECK(outcome(v) == "good");
        with_request(v, [&](SignedRequest const& request) {
            if (!v.text.empty()) CHECK(text_to_sign(recipe, request) == v.text);
            auto copy = v;
            auto const ours = sign(recipe, request, Secret(v.secret)).value();
            if (v.name != "port-tolerance" && !recipe.list) CHECK(ours == signature_in(copy));
            if (recipe.list) CHECK(signature_in(copy).ends_with(ours));
            return 0;
        });
    }
    CHECK(good_signatures.size() == 20);
}

TEST_CASE("a signature that the provider makes for its own way out is refused inbound") {
    for (auto const& v : outbound_signatures) {
        INFO(v.name);
        CHECK(outcome(v) == changed);
    }
    CHECK(outbound_signatures.size() == 5);
}

TEST_CASE("a signature does not hold once anything signed was changed") {
    for (auto const& good : good_signatures) {
        INFO(good.name);
        bool const addressed = !good.scheme.starts_with("vonage");
        bool const whole = good.scheme != "plivo_v2"; // V2 leaves query and body open
        auto const refused = [&](std::string const& what, auto change) {
            auto v = good;
            change(v);
            INFO(what);
            CHECK(outcome(v) != "good");
        };
        refused("secret", [](SignedVector& v) { v.secret += 'x'; });
        refused("no secret", [](SignedVector& v) { v.secret.clear(); });
        if (addressed) {
            refused("base", [](SignedVector& v) { v.base += ".evil"; });
            refused("port", [](SignedVector& v) { v.base += ":8443"; });
            refused("path", [](SignedVector& v) { v.path += '/'; });
            if (good.base.starts_with("https"))
                refused("scheme", [](SignedVector& v) { v.base.erase(4, 1); });
        }
        for (std::size_t i = 0; whole && i < good.query.size(); ++i)
            refused("query " + std::to_string(i), [&](SignedVector& v) {
                if (v.query[i] != '&' && v.query[i] != '=') return void(v.query[i] ^= 1);
                v.query += 'x';
            });
        if (whole)
            refused("more query",
                    [](SignedVector& v) { v.query += v.query.empty() ? "x=y" : "&x=y"; });
        for (std::size_t i = 0; whole && i < good.posted.size(); ++i) {
            auto const& name = good.posted[i].first;
            refused("value " + name, [&](SignedVector& v) { v.posted[i].second += 'x'; });
            refused("name " + name, [&](SignedVector& v) { v.posted[i].first += 'x'; });
            if (good.name != "repeated parameter") // a value that came twice is signed once
                refused("gone " + name, [&](SignedVector& v) {
                    v.posted.erase(v.posted.begin() + static_cast<std::ptrdiff_t>(i));
                });
        }
        if (whole && good.body.empty()) // fields are the body, whose hash is signed
            refused("more", [](SignedVector& v) { v.posted.insert(v.posted.begin(), {"x", "y"}); });
        if (!good.body.empty()) refused("body", [](SignedVector& v) { v.body += ' '; });
        // What stands before a signature of a list is another signature of it.
        for (std::size_t i = recipe_of(good.scheme).list; i < good.headers.size(); ++i)
            refused("header " + good.headers[i].first,
                    [&](SignedVector& v) { v.headers[i].second = "x" + v.headers[i].second; });
        auto copy = good;
        auto const size = signature_in(copy).size();
        auto const begin = good.name.ends_with("two signatures") ? std::size_t{5} : 0;
        for (std::size_t i = begin; i < size; ++i)
            refused("octet " + std::to_string(i), [&](SignedVector& v) {
                auto& one = signature_in(v)[i];
                one = one == 'A' || one == 'a' ? 'b' : 'a';
            });
        refused("cut", [](SignedVector& v) { signature_in(v).pop_back(); });
        refused("empty", [](SignedVector& v) { signature_in(v).clear(); });
        refused("doubled", [](SignedVector& v) {
            v.scheme.starts_with("vonage") ? v.posted.push_back(v.posted.back())
                                           : v.headers.push_back(v.headers.front());
        });
    }
}

TEST_CASE("hexadecimal signatures hold in either case, and base64 in one") {
    auto v = named("inbound SMS sha256hmac");
    for (char& c : signature_in(v))
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    CHECK(outcome(v) == "good");
    auto twilio = named("Hindi body (UTF-8)");
    signature_in(twilio).pop_back(); // its padding
    CHECK(outcome(twilio) == changed);
}

TEST_CASE("a list of signatures needs one that holds, among the first four") {
    auto v = named("V3 POST with query and params");
    auto const good = v.headers.front().second;
    auto const listed = [&](std::string list) {
        v.headers.front().second = std::move(list);
        return outcome(v);
    };
    CHECK(listed(good + ",AAAA") == "good");
    CHECK(listed("AAAA, " + good) == "good");
    CHECK(listed("a,b,c," + good) == "good");
    CHECK(listed("a,b,c,d," + good) == changed);
    CHECK(listed(",") == changed);
    auto single = named("Hindi body (UTF-8)");
    single.headers.front().second += "," + single.headers.front().second;
    CHECK(outcome(single) == changed);
}

TEST_CASE("while a secret is replaced by the next, both hold") {
    auto const& v = named("Hindi body (UTF-8)");
    with_request(v, [&](SignedRequest const& request) {
        auto const recipe = twilio();
        auto const held = [&](std::vector<Secret> const& secrets) {
            return verify(recipe, request, secrets, later).has_value();
        };
        CHECK(held({Secret("new"), Secret(v.secret)}));
        CHECK(held({Secret(v.secret), Secret("new")}));
        CHECK_FALSE(held({Secret("new"), Secret("newer")}));
        CHECK_FALSE(held({}));
        CHECK_FALSE(held({Secret()}));
        return 0;
    });
    // An empty secret must not open even to what was signed with one.
    auto empty = v;
    empty.secret.clear();
    empty.headers.front().second = with_request(
        empty, [](SignedRequest const& r) { return sign(twilio(), r, Secret()).value(); });
    CHECK(outcome(empty) == changed);
}

TEST_CASE("a signature is good for five minutes to either side of our clock") {
    auto const& v = named("inbound SMS sha512hmac");
    TimePoint const signed_at{std::chrono::seconds(1767268800)};
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    std::string const old = "timestamp is more than 300 s from our clock: an old request again, or "
                            "compare the clocks";
    CHECK(outcome(v, signed_at + seconds(300)) == "good");
    CHECK(outcome(v, signed_at - seconds(300)) == "good");
    CHECK(outcome(v, signed_at + seconds(300) + milliseconds(1)) == old);
    CHECK(outcome(v, signed_at - seconds(300) - milliseconds(1)) == old);
    for (std::string const time : {"", "x", "-1", "1767268800.5", " 1767268800", "1e9",
                                   "9223372036854775808", "999999999999999"}) {
        INFO(time);
        auto odd = v;
        odd.posted[7].second = time;
        odd.posted.back().second = with_request(odd, [&](SignedRequest const& request) {
            return sign(vonage("sha512hmac"), request, Secret(odd.secret)).value();
        });
        CHECK(outcome(odd) != "good");
    }
}

TEST_CASE("the nonce comes back for the guard, or the signature where there is none") {
    auto const once = [](SignedVector const& v) {
        std::vector<Secret> const secrets{Secret(v.secret)};
        return with_request(v, [&](SignedRequest const& request) {
            return verify(recipe_of(v.scheme), request, secrets, later).value().once;
        });
    };
    CHECK(once(named("V3 POST no params")) == "nonce-2");
    CHECK(once(named("inbound SMS md5hash")) == "aaaaaaaa-bbbb-cccc-dddd-0123456789ab");
    auto v = named("Hindi body (UTF-8)");
    CHECK(once(v) == from_base64(signature_in(v)).value());
}

TEST_CASE("what a signature says nothing about is refused") {
    auto json =
        named("JSON body with bodySHA256"); // Twilio signs the address, and so the hash in it
    json.query.clear();
    json.headers.front().second = with_request(json, [&](SignedRequest const& r) {
        return sign(twilio(), r, Secret(json.secret)).value();
    });
    CHECK(outcome(json) == "the signature says nothing about the body");
    json.body.clear();
    CHECK(outcome(json) == "good");

    auto form = named("JSON body with bodySHA256"); // a form beside the hash is not signed as one
    form.posted = {{"From", "+91"}};
    CHECK(outcome(form) == "good");
    form.body = form_of(form.posted);
    CHECK(outcome(form) == "bodySHA256 is not the body's hash");

    auto vonage_query = named("inbound SMS sha256hmac");
    vonage_query.query = "route=2";
    CHECK(outcome(vonage_query) == "the signature says nothing about the query");

    auto get = named("empty params (GET)");
    get.body = "From=evil";
    get.posted = {{"From", "evil"}};
    CHECK(outcome(get) == changed); // fields of a GET are signed like any posted ones
}

TEST_CASE("a name cannot swallow its neighbour where marks stand between names and values") {
    auto v = named("inbound SMS sha256hmac");
    // "&keyword=LANG&message-timestamp=…" written from one field less: the same signed text.
    std::erase_if(v.posted, [](auto const& field) { return field.first == "keyword"; });
    for (auto& [name, value] : v.posted)
        if (name == "message-timestamp") name = "keyword=LANG&message-timestamp";
    CHECK(outcome(v) == "a signed field is given twice, or its name holds & or =");
    auto twice = named("inbound SMS sha256hmac");
    twice.posted.insert(twice.posted.begin(), {"text", "other"});
    CHECK(outcome(twice) == "a signed field is given twice, or its name holds & or =");
}

TEST_CASE("the usual port may be spelled or not, and no other") {
    auto v = named("port-tolerance");
    CHECK(outcome(v) == "good");
    v.base = "https://gw.example.in:443";
    CHECK(outcome(v) == "good");
    v.base = "https://gw.example.in:80";
    CHECK(outcome(v) == changed);
    auto const resigned = [](std::string const& signed_base, std::string const& our_base) {
        auto one = named("Hindi body (UTF-8)");
        one.base = signed_base;
        one.headers.front().second = with_request(one, [&](SignedRequest const& r) {
            return sign(twilio(), r, Secret(one.secret)).value();
        });
        one.base = our_base;
        return outcome(one);
    };
    CHECK(resigned("http://gw.example.in", "http://gw.example.in:80") == "good");
    CHECK(resigned("http://gw.example.in:80", "http://gw.example.in") == "good");
    CHECK(resigned("https://gw.example.in:443/haatline", "https://gw.example.in/haatline") ==
          "good");
    CHECK(resigned("https://[2001:db8::1]", "https://[2001:db8::1]:443") == "good");
    CHECK(resigned("https://[2001:db8::1]:443", "https://[2001:db8::1]") == "good");
    CHECK(resigned("http://gw.example.in:443", "http://gw.example.in") == changed);
}

TEST_CASE("a recipe that could never hold, or proves less than it says, is refused") {
    auto const why = [](auto change) {
        auto recipe = vonage("sha256hmac");
        change(recipe);
        auto const sound = recipe.sound();
        return sound ? std::string("sound") : sound.error().detail;
    };
    CHECK(why([](Recipe& r) { r.signature.name.clear(); }) ==
          "a signature needs a header or a field to stand in");
    CHECK(why([](Recipe& r) { r.parts.clear(); }) == "a signature needs parts that are signed");
    CHECK(why([](Recipe& r) { r.window = std::chrono::seconds(0); }) ==
          "a signature's window lies between a second and a day");
    CHECK(why([](Recipe& r) { r.parts.push_back({.kind = Part::Kind::header}); }) ==
          "a signed text or header has no text");
    CHECK(why([](Recipe& r) {
              r.timestamp = SignedPlace{SignedPlace::In::header, "X-Time"};
          }) == "a timestamp or nonce that is not signed itself proves nothing");
    CHECK(why([](Recipe& r) {
              r.timestamp = SignedPlace{SignedPlace::In::header, "X-Time"};
              r.parts.push_back({.kind = Part::Kind::header, .text = "x-time"});
          }) == "sound");
}

TEST_CASE("a body may be signed as it is") { // the form most webhooks outside telephony have
    Recipe recipe;
    recipe.signature = {SignedPlace::In::header, "X-Signature"};
    recipe.encoding = Recipe::Encoding::hex;
    recipe.parts = {
        {.kind = Part::Kind::header, .text = "X-Time"}, {.text = "."}, {.kind = Part::Kind::body}};
    recipe.timestamp = SignedPlace{SignedPlace::In::header, "X-Time"};
    SignedVector v{"", "", "POST", "", "/x", "", {{"X-Time", "1767268800"}}, {}, "{}", "s", ""};
    auto const ours = with_request(
        v, [&](SignedRequest const& r) { return sign(recipe, r, Secret("s")).value(); });
    CHECK(ours == hex_lower(hmac(HashName::sha256, "s", "1767268800.{}")));
    v.headers.emplace_back("X-Signature", ours);
    CHECK(outcome(v, later, &recipe) == "good");
    v.body = "{ }";
    CHECK(outcome(v, later, &recipe) == changed);
    v.headers.erase(v.headers.begin());
    CHECK(outcome(v, later, &recipe) == "header X-Time is missing or given twice");
}
