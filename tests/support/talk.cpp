#include "tests/support/talk.hpp"

#include "base/limits.hpp"
#include "cluster/reference.hpp"
#include "locales/coding/measure.hpp"
#include "locales/coding/sms_plan.hpp"
#include "storage/queue.hpp"
#include "tests/support/caller.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace haatline::tests {
namespace {

namespace fs = std::filesystem;

fs::path const talks_dir = fs::path(HAATLINE_SOURCE_DIR) / "tests" / "conversations";

std::string as_shown(Shown const& shown) {
    std::string out;
    std::istringstream lines(shown.text);
    for (std::string line; std::getline(lines, line);) out += "    | " + line + "\n";
    auto const cost = coding::measure(shown.text);
    bool const gsm = cost.alphabet == coding::Alphabet::gsm7;
    out += fmt::format("    -- {} {}/{}{}\n", gsm ? "GSM-7" : "UCS-2", cost.units, gsm ? 160 : 80,
                       shown.ended ? " (end)" : "");
    return out;
}

/// What a message costs: segments as it travels without national tables.
std::string as_sent(std::vector<Line::Sent> const& all, std::uint64_t from) {
    std::string out;
    for (auto const& sent : all) {
        if (sent.to != from) out += fmt::format("    to {}\n", std::to_string(sent.to).substr(2));
        std::istringstream lines(sent.text);
        for (std::string line; std::getline(lines, line);) out += "    | " + line + "\n";
        auto const cost = coding::measure(sent.text);
        auto const plan = coding::plan_sms(sent.text, {});
        auto const parts = plan ? plan->parts.size() : 0;
        bool const gsm = cost.alphabet == coding::Alphabet::gsm7;
        out += fmt::format("    -- {} {}/{} {} part{}\n", gsm ? "GSM-7" : "UCS-2", cost.units,
                           gsm ? 160 : 70, parts, parts == 1 ? "" : "s");
    }
    return out;
}

Millis duration(std::string const& text) {
    static std::map<std::string, Millis, std::less<>> const units{{"s", std::chrono::seconds(1)},
                                                                  {"min", std::chrono::minutes(1)},
                                                                  {"h", std::chrono::hours(1)},
                                                                  {"d", std::chrono::hours(24)}};
    long count = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
    auto const unit = units.find(
        std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
    if (ec != std::errc() || unit == units.end())
        throw std::runtime_error("wait needs a number and s, min, h or d");
    return unit->second * count;
}

class Player {
  public:
    explicit Player(Between between) : between_(between) {}

    std::string take(std::string const& line) {
        auto const blank = line.find(' ');
        std::string const word = line.substr(0, blank);
        std::string const rest = blank == std::string::npos ? "" : line.substr(blank + 1);
        if (word == "phone") return caller_.use_phone(rest), "";
        if (word == "via") return caller_.use_provider(rest), "";
        if (word == "wait") return line_.pass(duration(rest)), "";
        if (word == "restart") return line_.restart(true), "";
        if (word == "kill") return line_.restart(false), "";
        if (word == "desk") return at_the_desk(rest), "";
        if (word == "hangup") return caller_.hang_up(line_), "";
        if (word == "sms") return texted(rest);
        if (word != "dial" && word != ">") throw std::runtime_error("unknown line: " + line);
        if (between_ == Between::restart_each_step) restart_quietly();
        line_.pass(std::chrono::seconds(3)); // a caller reads and types
        auto out =
            as_shown(word == "dial" ? caller_.dial(line_, rest) : caller_.answer(line_, rest));
        return out + as_sent(line_.sent_since(), 0);
    }

  private:
    /// "9876543212: KHOJ achar"
    std::string texted(std::string const& rest) {
        auto const colon = rest.find(": ");
        if (colon == std::string::npos) throw std::runtime_error("sms NUMBER: words");
        if (between_ == Between::restart_each_step) restart_quietly();
        line_.pass(std::chrono::seconds(3));
        auto const phone = rest.substr(0, colon);
        if (!line_.text(phone, rest.substr(colon + 2), fmt::format("m{}", ++messages_)))
            throw std::runtime_error("the message was not taken");
        auto const sent = line_.sent_since();
        if (sent.empty()) return "    -- nothing\n";
        return as_sent(sent, Msisdn::parse(phone)->number());
    }

    /// "take 100009", "done 100009 helped": as `haatline queue`, by somebody called asha.
    void at_the_desk(std::string const& rest) {
        std::istringstream words(rest);
        std::string act, number, outcome;
        words >> act >> number >> outcome;
        storage::Staff const asha{"asha", line_.world().clock.now()};
        auto const serial = reference_serial(number);
        if (!serial || (act != "take" && act != "done"))
            throw std::runtime_error("desk: take NUMBER, or done NUMBER OUTCOME");
        auto const ticket = act == "take"
                                ? storage::queue_take(line_.dir(), *serial, asha, "")
                                : storage::queue_done(line_.dir(), *serial, outcome, asha);
        if (!ticket) throw std::runtime_error(ticket.error().detail);
    }

    /// Longer than a provider retries: sooner after a restart, comviva's identical answer would
    /// count as a retry.
    void restart_quietly() {
        line_.pass(limits::provider_retry_window);
        line_.restart((++steps_ % 2) == 0);
    }

    Line line_{2000};
    Caller caller_;
    Between between_;
    int steps_ = 0;
    int messages_ = 0;
};

} // namespace

std::vector<Talk> recorded_talks() {
    std::vector<Talk> out;
    for (auto const& entry : fs::recursive_directory_iterator(talks_dir)) {
        if (entry.path().extension() != ".talk") continue;
        std::ifstream file(entry.path());
        std::ostringstream text;
        text << file.rdbuf();
        out.push_back({fs::relative(entry.path(), talks_dir).string(), text.str()});
    }
    std::sort(out.begin(), out.end(), [](Talk const& a, Talk const& b) { return a.path < b.path; });
    return out;
}

std::string replayed(Talk const& talk, Between between) {
    Player player(between);
    std::string out;
    std::istringstream lines(talk.text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.substr(0, 4) == "    ") continue; // what was heard then
        out += line + "\n";
        if (line.empty() || line.front() == '#') continue;
        try {
            out += player.take(line);
        } catch (std::exception const& error) {
            throw std::runtime_error(fmt::format("{}:{}: {}", talk.path, number, error.what()));
        }
    }
    return out;
}

bool recording() { return !system_environment("HAATLINE_RECORD").empty(); }

void record(Talk const& talk, std::string const& heard) {
    std::ofstream(talks_dir / talk.path) << heard;
}

} // namespace haatline::tests
