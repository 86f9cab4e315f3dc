#include "gateway/app/config.hpp"
#include "gateway/mapping/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

void write(std::string const& path, std::string const& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// A folder with a token in it, and the configuration read from there.
struct Folder {
    tests::TempDir dir;
    Folder() { write(dir.path() + "/token", "a-token-of-some-length\n"); }
    Result<Config> read(std::string const& toml) const {
        return parse_config(toml, "haatline.toml", dir.path());
    }
    std::string fault(std::string const& toml) const {
        auto const config = read(toml);
        return config ? "none" : config.error().detail;
    }
};

std::string const route = "[[route]]\nname = \"africastalking\"\ntoken_file = \"token\"\n";

} // namespace

TEST_CASE("an empty configuration is the defaults") {
    auto const config = Folder().read("");
    REQUIRE(config);
    CHECK(config->listen == "127.0.0.1:8080");
    CHECK(config->routes.empty());
    CHECK(config->limits.connections == 10'000);
    CHECK(config->storage.commit_window == 1000us);
    CHECK(config->log_level == LogLevel::info);
}

TEST_CASE("every key is taken") {
    Folder folder;
    write(folder.dir.path() + "/password", "pass word\r\n");
    auto const read = folder.read(R"(
listen = "[::1]:9090"
data_dir = "/var/lib/haatline"
menus_dir = "/etc/haatline/menus"
locales_dir = "/etc/haatline/locales"
languages = ["or", "hi"]
log_level = "warn"
trusted_proxies = ["10.0.0.0/8", "::1"]
[limits]
connections = 500
turns_in_flight = 64
turns_per_second = 5000
number_turns_per_minute = 60
number_turns_at_once = 30
new_call_wait_ms = 200
answer_wait_ms = 900
header_timeout_ms = 1000
idle_timeout_ms = 2000
reply_timeout_ms = 3000
drain_timeout_ms = 4000
[storage]
commit_window_us = 300
batch_max = 64
readers = 3
[phone]
enabled = true
[people]
verify_after_days = 30
detach_after_days = 45
[[route]]
name = "airtel-north"
provider = "comviva"
token_file = "token"
allow_cidrs = ["203.0.113.0/24"]
send_to = "sdp.example.in:8443, 10.0.0.5"
service_code = "*166#"
session_ttl_s = 300
answer_gap_s = 30
page_septets = 182
page_ucs2_units = 80
ucs2 = false
user = "haat"
password_file = "password"
accept_get = true
turns_per_second = 100
)");
    REQUIRE(read);
    auto const& config = *read;
    CHECK(config.listen == "[::1]:9090");
    CHECK(config.data_dir == "/var/lib/haatline");
    CHECK(config.menus_dir == "/etc/haatline/menus");
    CHECK(config.locales_dir == "/etc/haatline/locales");
    CHECK(config.languages == std::vector<std::string>{"or", "hi"});
    CHECK(config.log_level == LogLevel::warn);
    CHECK(config.trusted_proxies ==
          std::vector{Cidr::parse("10.0.0.0/8").value(), Cidr::parse("::1").value()});
    CHECK(config.limits.connections == 500);
    CHECK(config.limits.turns_in_flight == 64);
    CHECK(config.limits.turns_per_second == 5000);
    CHECK(config.limits.number_turns_per_minute == 60);
    CHECK(config.limits.number_turns_at_once == 30);
    CHECK(config.limits.new_call_wait == 200ms);
    CHECK(config.limits.answer_wait == 900ms);
    CHECK(config.limits.header_timeout == 1s);
    CHECK(config.limits.idle_timeout == 2s);
    CHECK(config.limits.reply_timeout == 3s);
    CHECK(config.limits.drain_timeout == 4s);
    CHECK(config.storage.commit_window == 300us);
    CHECK(config.storage.batch_max == 64);
    CHECK(config.storage.readers == 3);
    CHECK(config.people.verify_after == std::chrono::days(30));
    CHECK(config.people.detach_after == std::chrono::days(45));
    REQUIRE(config.routes.size() == 1);
    auto const& airtel = config.routes.front();
    CHECK(airtel.name == "airtel-north");
    CHECK(airtel.provider == "comviva");
    CHECK(airtel.token.full() == "a-token-of-some-length");
    CHECK(airtel.allow_cidrs == std::vector{Cidr::parse("203.0.113.0/24").value()});
    CHECK(airtel.send_to == std::vector<std::string>{"sdp.example.in:8443", "10.0.0.5"});
    CHECK(airtel.service_code == "*166#");
    CHECK(airtel.pace.interval == 10ms);
    CHECK(airtel.pace.burst == 100);
    CHECK(airtel.session_ttl == 300s);
    CHECK(airtel.answer_gap == 30s);
    CHECK(airtel.budget == coding::PageBudget{182, 80});
    CHECK(!airtel.ucs2);
    CHECK(airtel.user == "haat");
    CHECK(airtel.password.full() == "pass word");
    CHECK(airtel.accept_get);
    CHECK(config.phone.enabled);
    CHECK_FALSE(config.phone.tells_tokens);
}

TEST_CASE("a route nobody has proven gets the small page, and is called like its provider") {
    auto const config = Folder().read(route);
    REQUIRE(config);
    CHECK(config->routes.front().provider == "africastalking");
    CHECK(config->routes.front().session_ttl == std::chrono::seconds(180)); // as its preset says
    CHECK(config->routes.front().budget == coding::PageBudget{160, 60});
    CHECK(!config->routes.front().accept_get);
}

TEST_CASE("every fault names its line and key") {
    Folder const folder;
    CHECK(folder.fault("\nlisten = 8080") == "haatline.toml:2: listen must be a text in quotes");
    CHECK(folder.fault("[limits]\nconnections = 1") ==
          "haatline.toml:2: limits.connections must be from 16 to 1000000, not 1");
    CHECK(folder.fault("[limits]\nconnections = \"many\"") ==
          "haatline.toml:2: limits.connections must be a whole number");
    CHECK(folder.fault("[limits]\nconnections = 1.5") ==
          "haatline.toml:2: limits.connections must be a whole number");
    CHECK(folder.fault("limits = 3") == "haatline.toml:1: limits must be a table: [limits]");
    CHECK(folder.fault("route = 3") == "haatline.toml:1: route must be tables: [[route]]");
    CHECK(folder.fault("[storage]\nreplicas = 2") ==
          "haatline.toml:2: storage.replicas is not a key of this version; known here: "
          "commit_window_us, batch_max, readers");
    CHECK(folder.fault("[phone]\nenabled = true\ntells_tokens = true") ==
          "haatline.toml:3: phone.tells_tokens is not a key of this version; known here: enabled");
    CHECK(folder.fault("[people]\nverify_after_days = 90") ==
          "haatline.toml:1: people.detach_after_days must be longer than verify_after_days: a "
          "number proves itself before it is given up");
    CHECK(folder.fault("[people]\nverify_after_days = 6") ==
          "haatline.toml:2: people.verify_after_days must be from 7 to 365, not 6");
    CHECK(folder.fault("languages = []") ==
          "haatline.toml:1: languages must be a list of texts, at least one");
    CHECK(folder.fault("languages = [1]") ==
          "haatline.toml:1: languages must hold texts in double quotes");
    CHECK(folder.fault("log_level = \"loud\"") ==
          "haatline.toml:1: log_level must be one of debug, info, warn, error");
    CHECK(folder.fault("trusted_proxies = [\"10.0.0.1/8\"]") ==
          "haatline.toml:1: trusted_proxies '10.0.0.1/8' has bits set behind its prefix; write "
          "e.g. 203.0.113.0/24 or "
          "2001:db8::/32");
    CHECK(folder.fault("trusted_proxies = [7]") ==
          "haatline.toml:1: trusted_proxies must hold texts like \"203.0.113.0/24\"");
    CHECK(folder.fault(route + "ucs2 = 1") == "haatline.toml:4: route.ucs2 must be true or false");
    CHECK(folder.fault(route + "provider = \"restcomm\"\npage_ucs2_units = 90") ==
          "haatline.toml:5: route.page_ucs2_units must be at most 80, which is what restcomm "
          "carries");
    CHECK(folder.fault(route + "page_septets = 200") ==
          "haatline.toml:4: route.page_septets must be from 60 to 182, not 200");
    auto const unknown = folder.fault(route + "provider = \"acme\"");
    CHECK(unknown.starts_with(
        "haatline.toml:4: route.provider 'acme' is not known; there are advanta, "
        "africastalking, "));
    CHECK(unknown.ends_with(
        "; or name a file of yours: mapping = \"my-provider.yaml\" (docs/mapping.md)"));
    CHECK(folder.fault(route + "service_code = \"7 89\"") ==
          "haatline.toml:4: route.service_code must look like *789#");
    CHECK(folder.fault(route + route) ==
          "haatline.toml:5: route.name 'africastalking' is the name of another route");
    CHECK(
        folder.fault("[[route]]\nname = \"A/B\"\nprovider = \"comviva\"\ntoken_file = \"token\"") ==
        "haatline.toml:2: route.name must be there: 1-40 lower-case letters, digits, - or _ (it "
        "stands in the path)");
}

TEST_CASE("a service code that reads like call forwarding is refused") {
    Folder const folder;
    std::string const why = ", which diverts calls: callers are warned never to dial such codes; "
                            "ask the operator for another one";
    CHECK(folder.fault(route + "service_code = \"*21#\"") ==
          "haatline.toml:4: route.service_code reads like *21#" + why);
    CHECK(folder.fault(route + "service_code = \"**61*789#\"") ==
          "haatline.toml:4: route.service_code reads like *61*" + why);
    CHECK(folder.fault(route + "service_code = \"401\"") ==
          "haatline.toml:4: route.service_code reads like *401#" + why);
    CHECK(parse_config(route + "service_code = \"*121*21800#\"", "haatline.toml", folder.dir.path())
              .has_value());
}

TEST_CASE("all faults are told at once") {
    CHECK(Folder().fault("a = 1\nb = 2\n[limits]\nc = 3") ==
          "haatline.toml:4: limits.c is not a key of this version; known here: connections, "
          "turns_in_flight, turns_per_second, number_turns_per_minute, number_turns_at_once, "
          "new_call_wait_ms, answer_wait_ms, header_timeout_ms, idle_timeout_ms, reply_timeout_ms, "
          "drain_timeout_ms\n"
          "haatline.toml:1: a is not a key of this version; known here: listen, data_dir, "
          "public_url, menus_dir, locales_dir, languages, log_level, "
          "trusted_proxies, limits, storage, people, retention, sms, phone, dlt, route, "
          "api_key, smpp\n"
          "haatline.toml:2: b is not a key of this version; known here: listen, data_dir, "
          "public_url, menus_dir, locales_dir, languages, log_level, "
          "trusted_proxies, limits, storage, people, retention, sms, phone, dlt, route, "
          "api_key, smpp");
}

TEST_CASE("answers are not refused before new calls are") {
    CHECK(Folder().fault("[limits]\nnew_call_wait_ms = 2000\nanswer_wait_ms = 1000") ==
          "haatline.toml:3: limits.answer_wait_ms must be at least new_call_wait_ms: who is in a "
          "call "
          "is refused after those who want to begin one");
}

TEST_CASE("secrets stand in files or the environment, never in the configuration") {
    Folder folder;
    std::string const head = "[[route]]\nname = \"comviva\"\n";
    CHECK(
        folder.fault(head + "token = \"a-token-of-some-length\"") ==
        "haatline.toml:3: route.token must not stand in this file; write token_file or token_env\n"
        "haatline.toml:1: route.token_file or token_env must give a token of at least 16 "
        "characters");
    CHECK(folder.fault(head) == "haatline.toml:1: route.token_file or token_env must give a token "
                                "of at least 16 characters");
    CHECK(folder.fault(head + "token_file = \"token\"\ntoken_env = \"PATH\"")
              .starts_with("haatline.toml:3: route.token_file and token_env are both given\n"));
    CHECK(folder.fault(head + "token_file = \"none\"")
              .starts_with("haatline.toml:3: route.token_file names '" + folder.dir.path() +
                           "/none', which cannot be read\n"));
    CHECK(folder.fault(head + "token_env = \"HAATLINE_SURELY_NOT_SET\"")
              .starts_with("haatline.toml:3: route.token_env leads to an empty secret\n"));
    write(folder.dir.path() + "/short", "short");
    CHECK(folder.fault(head + "token_file = \"short\"") ==
          "haatline.toml:3: route.token_file or token_env must give a token of at least 16 "
          "characters");
    write(folder.dir.path() + "/slash", "a-token-with/a-slash-in-it");
    CHECK(folder.fault(head + "token_file = \"slash\"") ==
          "haatline.toml:3: route.token_file holds characters that cannot stand in a path "
          "unescaped; use letters, digits, - _ "
          ". ~");
    ::setenv("HAATLINE_TEST_TOKEN", "from-the-environment", 1);
    CHECK(folder.read(head + "token_env = \"HAATLINE_TEST_TOKEN\"")->routes.front().token.full() ==
          "from-the-environment");
}

TEST_CASE("what is not TOML says where") {
    CHECK(Folder().fault("listen = \n").starts_with("haatline.toml:1: "));
    CHECK(Folder().fault("a = 1\na = 2").starts_with("haatline.toml:2: "));
    CHECK(read_config("/nowhere/haatline.toml").error().detail ==
          "/nowhere/haatline.toml: cannot be read; is the path right?");
}

TEST_CASE("every example route of the shipped configuration is one that can be read") {
    std::ifstream file(std::string(HAATLINE_SOURCE_DIR) + "/deploy/haatline.toml");
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    Folder const folder;
    write(folder.dir.path() + "/pankhudi.yaml",
          "mapping: 1\nprovider: pankhudi\ntitle: t\nconfidence: high\nsources: [s]\n"
          "secrets: [key]\nin:\n  ussd:\n    channel: ussd\n    method: POST\n    path: /\n"
          "    body: json\n    fields: {session: talk, phone: number, text: typed}\n"
          "    events: [{begin: otherwise}]\n    replies:\n      type: application/json\n"
          "      continue: {body: {show: '{text}'}}\n      end: {body: {show: '{text}'}}\n");
    std::string uncommented;
    std::istringstream lines(text.substr(text.find("# Routes")));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('#') || line.starts_with("# ")) continue;
        uncommented += line.substr(1) + '\n';
        auto const names = line.find("_file = \"");
        if (names == std::string::npos) continue;
        auto const begin = names + std::string_view("_file = \"").size();
        write(folder.dir.path() + '/' + line.substr(begin, line.find('"', begin) - begin),
              "a-secret-of-some-length-" + std::to_string(begin) + '\n');
    }
    write(folder.dir.path() + "/smsc.password", "synth-1\n"); // SMPP carries eight characters
    auto const shown = folder.read(uncommented);
    REQUIRE(shown);
    std::vector<std::string> names;
    for (auto const& route : shown->routes) names.push_back(route.name);
    CHECK(names == std::vector<std::string>{"africastalking", "imimobile", "comviva", "junebug",
                                            "pankhudi", "exotel"});
    CHECK(shown->routes[5].sms.sends);
    REQUIRE(shown->smpp.size() == 1);
    CHECK(shown->smpp[0].name == "vcluster");
    CHECK(shown->routes[3].settings.get("host") == "junebug.example.in");
    CHECK(shown->routes[3].next_secrets.has("password"));
    CHECK(shown->routes[4].secrets.has("key"));
}

TEST_CASE("a route that sends messages says by whom, to where and how many") {
    Folder const folder;
    auto const sends = [&](std::string const& provider, std::string const& more) {
        return "[[route]]\nname = \"" + provider + "\"\ntoken_file = \"token\"\n" + more;
    };
    auto const read = folder.read(
        sends("msg91", "sms = true\nsend_to = \"control.msg91.com\"\nsend_by = \"flow\"\n"
                       "sender = \"VCLUST\"\nwindow = 8\nrate_per_s = 30\nprice_paise = 17\n"
                       "answer_timeout_ms = 9000\nucs2_part_units = 63\n"));
    REQUIRE(read);
    auto const& sms = read->routes[0].sms;
    CHECK(sms.sends);
    CHECK(sms.call == "flow");
    CHECK(sms.sender == "VCLUST");
    CHECK(sms.window == 8);
    CHECK(sms.rate_per_s == 30);
    CHECK(sms.price_paise == 17);
    CHECK(sms.answer_timeout == 9s);
    CHECK(sms.coding.ucs2_part_units == 63);

    CHECK(folder.fault(sends("exotel", "sms = true\n")) ==
          "haatline.toml:4: route.sms needs send_to: the hosts of the provider that messages may "
          "go to, "
          "with :PORT where it is not the usual one");
    CHECK(folder.fault(sends("comviva", "sms = true\nsend_to = \"a.example.in\"\n")) ==
          "haatline.toml:4: route.sms comviva has no call `sms_send` in `out:`: nothing says how "
          "messages "
          "are sent; `haatline adapter list` shows whose mapping does");
    CHECK(folder.fault(sends("exotel", "window = 8\n")) ==
          "haatline.toml:1: route.sms must be true for send_by, sender, window, rate_per_s, "
          "price_paise, "
          "answer_timeout_ms and ucs2_part_units to mean anything");
    CHECK(folder
              .fault(sends("exotel", "sms = true\nsend_to = \"a.example.in\"\n"
                                     "sender = \"VC{x}\"\nwindow = 0\n"))
              .find("sender must be a registered header") != std::string::npos);
}

TEST_CASE("the shipped configuration is valid, and its commented defaults are the defaults") {
    std::ifstream file(std::string(HAATLINE_SOURCE_DIR) + "/deploy/haatline.toml");
    std::string const text((std::istreambuf_iterator<char>(file)), {});
    REQUIRE(!text.empty());
    Folder const folder;
    CHECK(folder.read(text));
    // "#key = value" lines, uncommented, up to the example routes.
    std::string uncommented;
    std::istringstream lines(text.substr(0, text.find("# Routes")));
    for (std::string line; std::getline(lines, line);)
        uncommented +=
            (line.starts_with('#') && !line.starts_with("# ") ? line.substr(1) : line) + '\n';
    auto const shown = folder.read(uncommented);
    REQUIRE(shown);
    Config const plain;
    CHECK(shown->listen == plain.listen);
    CHECK(shown->data_dir == plain.data_dir);
    CHECK(shown->log_level == plain.log_level);
    CHECK(shown->limits.connections == plain.limits.connections);
    CHECK(shown->limits.turns_in_flight == plain.limits.turns_in_flight);
    CHECK(shown->limits.turns_per_second == plain.limits.turns_per_second);
    CHECK(shown->limits.number_turns_per_minute == plain.limits.number_turns_per_minute);
    CHECK(shown->limits.number_turns_at_once == plain.limits.number_turns_at_once);
    CHECK(shown->limits.new_call_wait == plain.limits.new_call_wait);
    CHECK(shown->limits.answer_wait == plain.limits.answer_wait);
    CHECK(shown->limits.header_timeout == plain.limits.header_timeout);
    CHECK(shown->limits.idle_timeout == plain.limits.idle_timeout);
    CHECK(shown->limits.reply_timeout == plain.limits.reply_timeout);
    CHECK(shown->limits.drain_timeout == plain.limits.drain_timeout);
    CHECK(shown->storage.commit_window == plain.storage.commit_window);
    CHECK(shown->storage.batch_max == plain.storage.batch_max);
    CHECK(shown->storage.readers == plain.storage.readers);
    CHECK(shown->people.verify_after == plain.people.verify_after);
    CHECK(shown->people.detach_after == plain.people.detach_after);
    CHECK(shown->phone.enabled == plain.phone.enabled);
    CHECK(shown->sms.replies.replies_per_hour == plain.sms.replies.replies_per_hour);
    CHECK(shown->sms.replies.replies_per_day == plain.sms.replies.replies_per_day);
    CHECK(shown->sms.service_code == plain.sms.service_code);
}
