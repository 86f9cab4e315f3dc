#pragma once

#include "gateway/channels/sms/mapped_carrier.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace haatline::gateway::test {

/// Writes down what a carrier tells, in one line each.
class Notes final : public CarrierListener {
  public:
    void submitted(Carrier&, std::vector<Submitted> results) override {
        constexpr std::string_view words[] = {"accepted",  "refused", "retry",
                                              "slow_down", "unknown", "not_sent"};
        for (auto const& each : results) {
            auto line =
                fmt::format("{} {}", each.parcel, words[static_cast<std::size_t>(each.what)]);
            for (auto const& id : each.ids) line += " id=" + id;
            if (each.what == Submitted::What::accepted)
                line += fmt::format(" segments={}", each.segments);
            if (!each.reason.empty()) line += " reason=" + each.reason;
            if (!each.raw_code.empty()) line += " code=" + each.raw_code;
            if (each.retry_after.count() > 0)
                line += fmt::format(" after={}", each.retry_after.count());
            told.push_back(std::move(line));
        }
    }
    void receipts(Carrier&, std::vector<ReceiptNews> news, Stored stored) override {
        for (auto const& each : news) {
            auto line = fmt::format("receipt {} {}", each.id, each.state);
            if (each.to.number() != 0) line += fmt::format(" to={}", each.to.number());
            if (each.reference != 0) line += fmt::format(" ref={}", each.reference);
            for (auto const& also : each.also) line += " also=" + also;
            if (!each.reason.empty()) line += " reason=" + each.reason;
            if (!each.raw_code.empty()) line += " code=" + each.raw_code;
            told.push_back(std::move(line));
        }
        stored(keeps);
    }
    void arrived(Carrier& carrier, Arrived message, Stored stored) override {
        told.push_back(fmt::format("{}: {} to {}: {}", carrier.name(), message.from.number(),
                                   message.to, message.text));
        identities.push_back(message.identity);
        stored(keeps);
    }
    void changed(Carrier& carrier) override {
        told.push_back(fmt::format("changed up={} room={}", carrier.up(), carrier.room()));
    }
    /// What was told since the last time somebody looked.
    std::vector<std::string> take() { return std::exchange(told, {}); }

    std::vector<std::string> told, identities;
    bool keeps = true;
};

/// A carrier with a provider and a clock that the test plays by hand.
class Stage {
  public:
    struct Asked {
        OutRequest request;
        HttpSender::Done done;
    };
    using Lines = std::vector<std::string>;

    explicit Stage(std::string const& yaml, MappedCarrierOptions options = sending(),
                   Values settings = {}, Values secrets = {}, CarrierListener* listener = nullptr) {
        std::vector<Problem> problems;
        auto mapping = mapping::load_mapping(yaml, "demo.yaml", problems);
        for (auto const& problem : problems) UNSCOPED_INFO(problem.line << ' ' << problem.what);
        REQUIRE(mapping);
        mapping::RouteFacts facts;
        facts.url = "https://gw.example.in/in/demo/T";
        facts.settings = mapping->settings;
        facts.settings.merge(settings);
        facts.secrets = std::move(secrets);
        CarrierDoor door{clock,
                         [this](OutRequest request, HttpSender::Done done) {
                             asked.push_back({std::move(request), std::move(done)});
                         },
                         [this](std::chrono::nanoseconds delay, std::function<void()> work) {
                             timers_.emplace(clock.steady() + delay, std::move(work));
                         },
                         [this](std::string_view what) { alarms.emplace_back(what); }};
        carrier = MappedCarrier::make(mapping, facts, std::move(options), door,
                                      listener ? *listener : notes)
                      .value();
    }

    static MappedCarrierOptions sending() {
        MappedCarrierOptions out;
        out.route = "demo";
        out.sends = true;
        out.sender = "VCLUST";
        return out;
    }
    static Outgoing message(std::int64_t parcel, std::uint64_t number, std::string text = "Hi") {
        Outgoing out;
        out.parcel = parcel;
        out.to = Msisdn::from_number(number);
        out.text = std::move(text);
        return out;
    }

    void submit(std::vector<Outgoing> messages) {
        carrier->submit(std::move(messages));
        pass(Millis(0));
    }
    /// Time goes by, and what was due in it happens in its order.
    void pass(Millis time) {
        auto const until = clock.steady() + time;
        while (!timers_.empty() && timers_.begin()->first <= until) {
            auto const at = timers_.begin()->first;
            auto const work = std::move(timers_.begin()->second);
            timers_.erase(timers_.begin());
            clock.pass(std::chrono::ceil<Millis>(std::max(at - clock.steady(), {})));
            work();
        }
        clock.pass(std::chrono::ceil<Millis>(std::max(until - clock.steady(), {})));
    }
    /// The oldest request, shown as METHOD URL BODY, is answered.
    std::string answer(unsigned status, std::string body, HeaderLines headers = {}) {
        auto one = next();
        if (one.request.leaves) one.request.leaves();
        ClientReply reply{status, std::move(headers), std::move(body)};
        one.done(std::move(reply));
        pass(Millis(0));
        return shown(one.request);
    }
    std::string breaks(Errc code, bool left) {
        auto one = next();
        if (left && one.request.leaves) one.request.leaves();
        one.done(fail(code, "synthetic"));
        pass(Millis(0));
        return shown(one.request);
    }
    static std::string shown(OutRequest const& request) {
        auto out = request.method + ' ' + request.url + ' ' + request.body;
        for (auto const& [name, value] : request.headers) out += '|' + name + ": " + value;
        return out;
    }
    Lines told() { return notes.take(); }

    tests::ManualClock clock;
    Notes notes;
    std::deque<Asked> asked;
    Lines alarms;
    std::unique_ptr<MappedCarrier> carrier;

  private:
    Asked next() {
        REQUIRE(!asked.empty());
        auto out = std::move(asked.front());
        asked.pop_front();
        return out;
    }
    std::multimap<std::chrono::nanoseconds, std::function<void()>> timers_;
};

} // namespace haatline::gateway::test
