#include "simulators/handset/command_texts.hpp"

#include "gateway/net/keyboard.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>

namespace haatline::simulators {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_every(50);     ///< while an answer is awaited
constexpr milliseconds look_idly(1'000);   ///< while nothing is typed
constexpr milliseconds patience(3'000);    ///< silence is an answer too: STOP's, a flood's
constexpr milliseconds others_follow(200); ///< an answer may bring a second message along

int complain(std::string_view what) {
    std::fflush(stdout);
    fmt::print(stderr, "haatline phone: {}\n", what);
    return 1;
}

void print_plainly(std::vector<Text> const& came) {
    for (auto const& text : came)
        fmt::print("{}: {}\n[{} {}]\n\n", text.from, text.text, text.parts,
                   text.parts == 1 ? "part" : "parts");
    std::fflush(stdout);
}

/// Until the first message is there, and a moment longer. @returns how many came.
Result<std::size_t> hear(TextPhone& phone) {
    std::size_t count = 0;
    auto left = patience;
    for (; left.count() > 0; left -= look_every) {
        auto const came = phone.look();
        if (!came) return fail(came.error());
        print_plainly(*came);
        if (count == 0 && !came->empty()) left = std::min(left, others_follow);
        count += came->size();
        gateway::pause(look_every);
    }
    return count;
}

Result<void> say(TextPhone& phone, std::string_view text) {
    if (auto written = phone.write(text); !written) return written;
    auto const heard = hear(phone);
    if (!heard) return fail(heard.error());
    if (*heard == 0) fmt::print("(nothing came)\n\n");
    return {};
}

/// Lines of the keyboard, without a buffer that waiting would not see.
class Lines {
  public:
    /// One line more; nothing yet, or nothing any more (`ended`).
    std::optional<std::string> next() {
        auto const end = typed_.find('\n');
        if (end == std::string::npos) return std::nullopt;
        auto line = typed_.substr(0, end);
        typed_.erase(0, end + 1);
        if (line.ends_with('\r')) line.pop_back();
        return line;
    }
    void read() {
        std::array<char, 4'096> buffer{};
        auto const got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got > 0) return typed_.append(buffer.data(), static_cast<std::size_t>(got)), void();
        if (!typed_.empty()) typed_ += '\n'; // a last line without its end
        ended = true;
    }
    bool ended = false;

  private:
    std::string typed_;
};

} // namespace

int text_at_keyboard(TextPhone& phone, PhoneOptions const& options) {
    fmt::print("A line is a message from {} to the service. Ctrl-D leaves.\n", options.from);
    auto const before = phone.look();
    if (!before) return complain(before.error().detail);
    print_plainly(*before);
    Lines lines;
    fmt::print("> ");
    std::fflush(stdout);
    for (;;) {
        if (auto const line = lines.next()) {
            if (!line->empty())
                if (auto const done = say(phone, *line); !done) complain(done.error().detail);
            fmt::print("> ");
            std::fflush(stdout);
            continue;
        }
        if (lines.ended) break;
        if (gateway::keyboard_waits(look_idly)) {
            lines.read();
            continue;
        }
        auto const came = phone.look();
        if (!came || came->empty()) continue; // who is away is told of by the next message written
        fmt::print("\n");
        print_plainly(*came);
        fmt::print("> ");
        std::fflush(stdout);
    }
    fmt::print("\n");
    return 0;
}

int play_texts(TextPhone& phone, std::vector<Press> const& presses) {
    if (auto const before = phone.look(); !before) return complain(before.error().detail);
    for (auto const& press : presses) {
        if (press.kind != Press::Kind::answer)
            return complain(fmt::format("script line {}: with --sms each line is a message; calls "
                                        "are made without it",
                                        press.line));
        fmt::print("> {}\n", press.text);
        if (auto const said = say(phone, press.text); !said)
            return complain(fmt::format("script line {}: {}", press.line, said.error().detail));
    }
    return 0;
}

} // namespace haatline::simulators
