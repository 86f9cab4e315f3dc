#include "gateway/mapping/prove.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace haatline;
using namespace haatline::gateway::mapping;

namespace {

/// What goes wrong when a mapping proves itself: a line for each problem and each failed test.
std::string faults(std::string const& rest) {
    std::vector<Problem> problems;
    auto const mapping = load_mapping(
        "mapping: 1\nprovider: acme\ntitle: Acme\nconfidence: high\nsources: [ours]\n" + rest,
        "acme.yaml", problems);
    std::string out;
    for (auto const& problem : problems) out += problem.what + '\n';
    if (mapping)
        for (auto const& test : prove(*mapping))
            if (!test.passed) out += test.name + ": " + test.why + '\n';
    return out;
}

} // namespace

TEST_CASE("a field whose filters leave nothing is missing, unless it may be absent") {
    auto const section = [](std::string const& code) {
        return R"(in:
  sms:
    channel: sms
    method: POST
    path: /
    body: form
    fields: {phone: from, text: )" +
               code + R"(}
    events: [{mo: otherwise}]
    replies: {ack: {body: ''}}
tests:
  - name: the word for nothing
    in: sms
    request: {method: POST, path: /, headers: {Content-Type: application/x-www-form-urlencoded}, body: from=9876543210&text=None}
    expect: )";
    };
    CHECK(faults(section("\"text | absent_if('None')\"") + "{event: rejected, http_status: 400}\n")
              .empty());
    CHECK(faults(section("\"text? | absent_if('None')\"") + "{event: mo, text: null}\n").empty());
    CHECK(
        faults(section("\"text | capture('^[a-z]+$')\"") + "{event: rejected, http_status: 400}\n")
            .empty());
}

TEST_CASE("the way whose condition holds is the one that must have something to take") {
    CHECK(faults(R"(in:
  sms:
    channel: sms
    method: GET
    path: /
    body: query
    fields:
      _short: shortcode?
      phone:
        - {when: keep:_short is present, take: from}
        - {when: keep:_short is absent, take: msisdn}
    events: [{mo: otherwise}]
    replies: {ack: {body: ''}}
tests:
  - {name: either pair, in: sms, request: {method: GET, path: /, query: shortcode=166&from=9876543210}, expect: {event: mo, msisdn: '+919876543210'}}
  - {name: half of one, in: sms, request: {method: GET, path: /, query: shortcode=166&msisdn=9876543210}, expect: {event: rejected, http_status: 400}}
)")
              .empty());
}

TEST_CASE("of two sections with one address each gets the body it reads") {
    CHECK(faults(R"(in:
  wrapped:
    channel: sms
    method: POST
    path: /
    body: json in data
    fields: {provider_message_id: id}
    events: [{dlr: otherwise}]
    replies: {ack: {body: ''}}
  form:
    channel: sms
    method: [POST, GET]
    path: /sms
    body: query or form
    fields: {phone: from}
    events: [{mo: otherwise}]
    replies: {ack: {body: ''}}
  plain:
    channel: sms
    method: POST
    path: [/, /sms]
    body: json
    fields: {provider_message_id: id}
    events: [{dlr: otherwise}]
    replies: {ack: {body: ''}}
tests:
  - {name: in a form, in: wrapped, request: {method: POST, path: /, headers: {Content-Type: application/x-www-form-urlencoded}, body: 'data=%7B%22id%22%3A%22a%22%7D'}, expect: {event: dlr, provider_message_id: a}}
  - {name: as it is, in: plain, request: {method: POST, path: /, headers: {Content-Type: application/json}, body: '{"id":"b"}'}, expect: {event: dlr, provider_message_id: b}}
  - {name: as it is elsewhere, in: plain, request: {method: POST, path: /sms, headers: {Content-Type: application/json}, body: '{"id":"c"}'}, expect: {event: dlr, provider_message_id: c}}
)")
              .empty());
}

TEST_CASE("what `unicode:` puts into a query replaces it before anything is encoded") {
    CHECK(faults(R"(out:
  send:
    method: GET
    url: https://gw.example.in/send
    needs: [to, text]
    query: {to: "{to | digits}", content: "{text | to_gsm7}", coding: '0'}
    unicode: {content: null, coding: '8', hex: "{text | to_ucs2hex | upper}"}
    answer: {body: text, accepted: body is 'OK'}
  post:
    method: POST
    url: https://gw.example.in/send
    headers: {Content-Type: application/x-amz-json-1.0}
    needs: [text]
    json: {text: "{text}"}
    answer: {body: text}
tests:
  - {name: plain, call: send, give: {to: '+919876543210', text: Hi}, expect: {url: 'https://gw.example.in/send?to=919876543210&content=Hi&coding=0'}}
  - {name: Hindi, call: send, give: {to: '+919876543210', text: आम}, expect: {url: 'https://gw.example.in/send?to=919876543210&coding=8&hex=0906092E'}}
  - {name: a type of its own, call: post, give: {text: Hi}, expect: {headers: {Content-Type: application/x-amz-json-1.0}, body: '{"text":"Hi"}'}}
)")
              .empty());
}

TEST_CASE("a voice section hears a text or an end, a USSD section both") {
    auto const section = [](std::string const& channel, std::string const& hears) {
        return "in:\n  one:\n    channel: " + channel + R"(
    method: GET
    path: /
    body: query
    fields: {session: id, phone: from}
    events: [{)" +
               std::string(channel == "ussd" ? "begin" : "call") + R"(: otherwise}]
    replies: {ack: {body: ''}, continue: {body: "{text}"}, end: {body: "{text}"}, known: {body: ''}, unknown: {body: ''}}
    plays:
      )" + (channel == "ussd" ? "begin" : "call") +
               ": {query: {id: \"{session}\", from: \"{phone}\"}}\n      hears: " + hears + "\n";
    };
    CHECK(faults(section("voice", "{text: body}")).empty());
    CHECK(faults(section("voice", "{ended: body is 'x'}")).empty());
    CHECK(faults(section("ussd", "{text: body}")).find("needs `ended`") != std::string::npos);
}

TEST_CASE("a call is signed for AWS with everything that is asked, or not made at all") {
    auto const call = [](std::string const& sigv4, std::string const& rest = {}) {
        return "settings: {region: ap-south-1}\nsecrets: [id, key]\nout:\n  send:\n"
               "    url: https://api.example.in/\n    auth: {sigv4: {" +
               sigv4 + "}}\n    answer: {accepted: status is '200'}\n" + rest;
    };
    CHECK(faults(call("service: s, key_id: '{secret:id}'")) ==
          "send: `auth`: `sigv4` needs `region`\nsend: `auth`: `sigv4` needs `secret`\n");
    CHECK(faults(call("region: r, service: s, key_id: k, secret: x, provider: aws"))
              .find("provider") != std::string::npos);
    CHECK(faults(call("region: '{setting:region}', service: s, key_id: '{secret:id}', "
                      "secret: '{secret:key}'",
                      "tests:\n  - {name: unsigned, call: send, give: {}, expect: {refused: a "
                      "key's id and its secret}}\n"))
              .empty());
}
