#include "gateway/wire/recipe_words.hpp"
#include "tests/gateway/wire/provider_recipes.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

std::string outcome(auto change) {
    auto words = twilio_words();
    change(words);
    auto const recipe = read_recipe(words);
    return recipe ? "read" : recipe.error().detail;
}

} // namespace

TEST_CASE("a recipe's words are read as a mapping file writes them") { // signature_test plays them
    auto const recipe = twilio();
    CHECK(recipe.signature.name == "X-Twilio-Signature");
    CHECK(recipe.hash == HashName::sha1);
    CHECK(recipe.either_port);
    CHECK(recipe.body_hash_field == "bodySHA256");
    CHECK(vonage("md5hash").keying == Recipe::Keying::secret_behind);
    CHECK(vonage("md5hmac").keying == Recipe::Keying::hmac);
    CHECK(vonage("sha512").hash == HashName::sha512);
    CHECK(vonage("sha512").timestamp->name == "timestamp");
    CHECK(outcome([](auto& w) {
              w.sign = {"header:X-Time", ".", "body", "text:end"};
              w.timestamp = "header:x-time";
              w.max_age_s = 60;
          }) == "read");
}

TEST_CASE("a word that means nothing is named") {
    std::string const parts =
        " is not known; write url, url_without_query, sorted_params, plivo_v3, "
        "vonage_params, body, header:NAME, text:WORDS or marks";
    for (std::string const word : {"urls", "Body", "header:", "text:", "", "field:x"})
        CHECK(outcome([&](auto& w) {
                  w.sign = {"url", word};
              }) == "the signed part '" + word + "'" + parts);
    CHECK(outcome([](auto& w) { w.sign.clear(); }) == "a signature needs parts that are signed");
    CHECK(outcome([](auto& w) { w.algorithm = "sha3"; }) ==
          "the algorithm 'sha3' is not known; write md5, sha1, sha256 or sha512, bare or with hmac "
          "or hash behind");
    CHECK(outcome([](auto& w) { w.algorithm = "hash"; }).starts_with("the algorithm 'hash'"));
    CHECK(outcome([](auto& w) { w.encoding = "base32"; }) ==
          "the encoding 'base32' is not known; write hex or base64");
    CHECK(outcome([](auto& w) { w.header.clear(); }) ==
          "a signature stands in a header or in a field");
    CHECK(outcome([](auto& w) { w.field = "sig"; }) ==
          "a signature stands in a header or in a field");
    CHECK(outcome([](auto& w) { w.max_age_s = 300; }) ==
          "an age needs a timestamp: header:NAME or field:NAME");
    CHECK(outcome([](auto& w) { w.nonce = "X-Nonce"; }) ==
          "the place 'X-Nonce' is not known; write header:NAME or field:NAME");
    CHECK(outcome([](auto& w) { w.nonce = "header:X-Nonce"; }) ==
          "a timestamp or nonce that is not signed itself proves nothing");
    CHECK(outcome([](auto& w) {
              w = vonage_words("sha256hmac");
              w.max_age_s = 0;
          }) == "a signature's window lies between a second and a day");
}
