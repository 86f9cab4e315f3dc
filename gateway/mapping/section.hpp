#pragma once

#include "gateway/mapping/body.hpp"
#include "gateway/mapping/condition.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway::mapping {

enum class Channel : std::uint8_t { ussd, sms, voice };
/// As mappings and events write them; in the order of `Channel`.
constexpr std::array<std::string_view, 3> channel_names{"ussd", "sms", "voice"};

enum class EventKind : std::uint8_t {
    begin,
    go_on, ///< "continue"
    end,
    abort,
    timeout,
    push,
    status,
    mo,
    dlr,
    ignore,
    call,
    dtmf,
    record,
    missed,
    dial_result,
    opt_out,
};
std::string_view name_of(EventKind kind);
std::optional<EventKind> event_named(std::string_view name);
constexpr bool ends_dialogue(EventKind kind) {
    return kind == EventKind::end || kind == EventKind::abort || kind == EventKind::timeout;
}

/// What stands in a request's body, and so what a bare name means.
enum class Reads : std::uint8_t { query, form, query_or_form, json, xml, text };

/// `map:` of a field: word or range → word.
struct WordMap {
    struct Row {
        std::string from, to;
        std::int64_t low = 0, high = -1; ///< a range, when low <= high
    };
    std::vector<Row> rows;
    std::optional<std::string> otherwise;

    Value of(std::string_view word) const;
};

/// One way to come by a value, when its condition holds.
struct Alternative {
    std::optional<Condition> when;
    Expression take;
    std::optional<TextTemplate> text; ///< `then:` of a `let`, instead of `take`
    std::optional<WordMap> map;
};

/// The first alternative that holds and gives something. An error when none does, unless the last may be absent.
struct Choice {
    std::vector<Alternative> ways;

    Result<Value> of(Scope const& scope) const;
    /// One expression and no more: what nearly all are.
    bool is_plain() const {
        return ways.size() == 1 && !ways[0].when && !ways[0].text && !ways[0].map;
    }
};

/// Where a value that is read goes to: a field of the event, or the section's `keep`.
struct ReadRule {
    std::optional<Field> field;
    std::size_t keep = 0; ///< index, when there is no field
    Choice choice;
};

struct EventRule {
    EventKind kind = EventKind::ignore;
    Condition when;
};

/// `/session/{id}/start`; `{code}` is the route's bare service code.
struct PathPattern {
    struct Part {
        std::string text;
        bool capture = false;
    };
    std::vector<Part> parts;

    enum class Match : std::uint8_t { yes, no, other_code };
    Match match(std::span<std::string const> rest, std::string_view bare_code,
                std::vector<std::pair<std::string, std::string>>& captured) const;
    std::string text() const; ///< as written
};

struct Dialogue {
    enum class Answers : std::uint8_t { single, cumulative, cumulative_behind_code };
    std::optional<TextTemplate> key; ///< absent: the session id
    Answers answers = Answers::single;
    Dial dial = Dial::nothing;
    bool ask_again = true; ///< without a session id: after a silence, "continue or start again?"
};

struct Retry {
    std::vector<std::string> by;     ///< `key`, fields, `keep` names; empty: the whole request
    std::vector<Source> sources;     ///< of `by`, as they are looked up
    std::vector<std::string> except; ///< fields that do not count, of the whole request
    bool always = false;
};

/// What a repeated message repeats; with a window where providers send no id.
struct Dedupe {
    TextTemplate by;
    std::int64_t within_s = 0; ///< 0: as long as ids are kept
};

struct Reply {
    std::optional<unsigned> status; ///< absent: 200, or the error's own in a refusal
    std::optional<Choice> status_choice;
    std::vector<std::pair<unsigned, unsigned>> statuses; ///< instead of the error's own
    std::string type;
    std::vector<std::pair<std::string, TextTemplate>> headers;
    Body body;
};

/// A request of the provider's side, for simulators.
struct Play {
    std::string method;
    TextTemplate path; ///< behind the token: "/session/{session}/start"
    std::vector<std::pair<std::string, TextTemplate>> query, headers;
    Body body;
    std::string content_type;
};

/// How the provider's side reads our reply.
struct Hears {
    Expression text;                ///< none: nothing is shown (an answer with keys and clips only)
    std::optional<Condition> ended; ///< none: nothing says that it is over
};

/// One section of `in:`.
struct Section {
    std::string name;
    int line = 0;
    Channel channel = Channel::ussd;
    std::vector<std::string> methods;
    std::string
        method_for_tests; ///< accepted too, its query read as the form, when the operator allows it
    std::vector<PathPattern> paths;
    Reads reads = Reads::query;
    std::string json_field; ///< `json in FIELD`
    std::optional<Condition> when;
    std::optional<std::string> each;
    bool exact = false, ignore_case = false;
    std::vector<std::string> octets; ///< form fields that a filter decodes: they need not be UTF-8
    std::vector<std::string> known;  ///< every field name that we know: those read, and `known:`
    std::vector<ReadRule> rules;     ///< in the order of faults
    std::vector<std::string> keep_names;
    std::vector<std::string> stores;
    std::vector<EventRule> events;
    Dialogue dialogue;
    Retry retry;
    std::optional<Dedupe> dedupe;
    std::string reply_type = "text/plain; charset=utf-8";
    std::vector<std::pair<std::string, Reply>> replies;
    std::optional<std::string> later; ///< call of `out:` that carries the screen
    bool recalls = false;             ///< something is `stored:`, here or for later
    bool replies_see_request = false; ///< some slot needs a field of the request
    std::vector<std::pair<std::string, Play>> plays;
    std::optional<Hears> hears;

    Reply const* reply(std::string_view reply_name) const;
    Play const* play(std::string_view play_name) const;
    bool reads_field(Field field) const;
    Place bare_place() const;
    bool has_method(std::string_view method) const;
};

/// A word of the provider's for what became of a message, and ours.
struct ReportState {
    std::string word; ///< of a range: its least
    std::string means;
};
/// All that the section's `status:` lists, in its order.
std::vector<ReportState> report_states(Section const& section);

} // namespace haatline::gateway::mapping
