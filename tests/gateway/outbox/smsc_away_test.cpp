#include "tests/gateway/channels/sms/smsc_stage.hpp"
#include "tests/gateway/outbox/post.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

/// An hour without the SMSC, second by second: outbox, disk and SMPP as they are in production, but for sockets and
/// time.
using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;
using haatline::tests::Post;
using haatline::tests::SmscStage;

namespace {

constexpr std::uint64_t kPhones = 17;
constexpr int kHour = 3600, kEvery = 6, kShortEvery = 10;
constexpr auto kShort = 20min;

struct Hour {
    Hour() {
        post.airtel().is_up = post.jio().is_up = false;
        post.box().add(carrier);
        carrier.begin();
        second();
    }
    void second() {
        stage.pass(1s);
        post.pass(1s);
        for (int i = 0; i < 4; ++i) {
            stage.settle();
            post.settle();
        }
    }
    /// Each text bears its number; each phone's numbers grow.
    void put() {
        ++written;
        auto parcel = post.to(written % kPhones, std::to_string(written));
        if (written % kShortEvery == 0) parcel.valid_until = post.now() + kShort;
        ends[written] = parcel.valid_until;
        post.put({parcel});
    }
    void go_away() {
        stage.reachable = false;
        stage.hangs_up();
    }
    /// Each phone's texts in the order in which the SMSC took them.
    std::map<std::string, std::vector<std::uint64_t>> read() const {
        std::map<std::string, std::vector<std::uint64_t>> out;
        for (auto const& [to, number] : taken) out[to].push_back(number);
        return out;
    }

    Post post;
    SmscStage stage;
    SmppCarrier carrier{stage.works(), tests::smpp_options(), post.box()};
    std::uint64_t written = 0;
    std::map<std::uint64_t, TimePoint> ends;
    std::vector<std::pair<std::string, std::uint64_t>> taken;
};

std::uint64_t number_in(smpp::Pdu const& pdu) {
    std::uint64_t out = 0;
    auto const& text = pdu.short_message;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

} // namespace

TEST_CASE(
    "an SMSC that is away for an hour while messages are written gets each valid one once, in "
    "each phone's order, and is dialled with patience") {
    Hour hour;
    // When it is back it has trouble of its own: of its first forty answers each second one is "later".
    std::size_t answers = 0;
    hour.stage.behaves = [&](SmscStage::Peer& peer, smpp::Pdu const& pdu) {
        bool const later = !hour.taken.empty() && answers < 40 && ++answers % 2 == 0;
        if (!later) hour.taken.emplace_back(pdu.destination.digits, number_in(pdu));
        peer.link.respond(smpp::response_to(pdu, later ? smpp::status::system_error : 0,
                                            std::to_string(++hour.stage.ids)));
    };
    hour.put();
    hour.second();
    REQUIRE(hour.taken.size() == 1);

    hour.go_away();
    auto const dials_before = hour.stage.dials;
    for (int at = 0; at < kHour; ++at) {
        if (at % kEvery == 0) hour.put();
        hour.second();
    }
    auto const dials = hour.stage.dials - dials_before;
    INFO(dials << " dials in the hour");
    // 1, 2, 4 … 60 s, then a minute, a quarter more or less each (gateway/channels/sms/smpp_bind.hpp).
    CHECK(dials >= kHour / 75);
    CHECK(dials <= 6 + kHour / 45);
    CHECK(hour.taken.size() == 1);
    CHECK(hour.post.text("SELECT max(tries) FROM parcel") == "1"); // nothing was tried on nobody

    hour.stage.reachable = true;
    auto const back = hour.post.now();
    for (int at = 0; at < 600; ++at) hour.second();
    REQUIRE(hour.carrier.up());

    std::set<std::uint64_t> read;
    for (auto const& [phone, numbers] : hour.read()) {
        INFO(phone);
        auto in_order = numbers;
        std::sort(in_order.begin(), in_order.end());
        CHECK(numbers == in_order);
        for (auto const number : numbers) CHECK(read.insert(number).second);
    }
    std::size_t over = 0;
    for (auto const& [number, end] : hour.ends) {
        INFO(number);
        if (end > back + 2min)
            CHECK(read.contains(number));
        else if (end < back)
            CHECK(!read.contains(number));
        over += !read.contains(number);
    }
    CHECK(over > 30); // of sixty with a validity of twenty minutes
    CHECK(hour.post.text("SELECT count(*) FROM parcel WHERE state = 7") == std::to_string(over));
    CHECK(hour.post.text("SELECT count(*) FROM parcel WHERE state = 3") ==
          std::to_string(read.size()));
    CHECK(read.size() + over == hour.written);
}
