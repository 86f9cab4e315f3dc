#pragma once

#include "cluster/dlt/sending.hpp"
#include "gateway/app/config_dlt.hpp"
#include "gateway/channels/sms/carrier.hpp"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// What is known beside the words: of the route it would leave by, and of whom it goes to.
struct DltCase {
    std::string_view header{}; ///< the route's own; empty: the configuration's
    bool answers = false;      ///< to what she just sent or dialled: passes STOP and hours
    bool agreed = false;       ///< her consent for this purpose is on record
    bool stopped = false;      ///< she turned our messages off
};

struct DltVerdict {
    enum class What : std::uint8_t { pass, refuse, later };
    What what = What::pass;
    DltFacts facts{};        ///< of pass: what goes on the wire; empty where nothing is asked
    std::string text{};      ///< of pass: the words as approved, values filled in; send this
    std::string version{};   ///< of the template, for the ledger
    std::string variables{}; ///< types and lengths, for the ledger: "numeric:2 alphanumeric:11"
    std::string reason{};    ///< docs/failure-reasons.md
    std::string why{};       ///< for operators, nothing of the message
    TimePoint not_before{};  ///< of later
};

/// Every message to an Indian number goes past it, on the loop's thread. A few microseconds a text, however
/// many templates there are (docs/performance.md).
class DltGate {
  public:
    DltGate(DltConfig config, dlt::RuleTable rules, dlt::Register all);

    /// @param category  a name of cluster/dlt/category.hpp; another is refused as `template`.
    DltVerdict judge(Msisdn to, std::string_view text, std::string_view language,
                     std::string_view category, DltCase const& known, TimePoint now);

    /// What was imported since; judged by from now on.
    void take(dlt::Register all);

    /// Headers used today that nobody was told of yet; a second call today gives only others.
    std::vector<std::string> used_since_told(TimePoint now);

    struct Idle {
        std::string header;
        int days = 0;
        bool alarm = false; ///< from `header_alarm_days` on
    };
    /// Active headers with the days they were not used.
    std::vector<Idle> idle(TimePoint now);

    struct Counts {
        std::uint64_t passed = 0, later = 0;
        std::map<std::string, std::uint64_t, std::less<>> refused; ///< by reason; with `warn` also
    };
    Counts const& counts() const { return counts_; }
    DltConfig const& config() const { return config_; }
    std::size_t templates() const { return registry_->all().templates.size(); }

  private:
    dlt::Rules const& rules(TimePoint now);
    dlt::Register completed(dlt::Register all) const;
    std::string_view header_for(dlt::Category category, DltCase const& known) const;
    DltVerdict refused(dlt::Refusal refusal, std::string_view text);
    DltVerdict answered(std::string_view text, dlt::Category category, DltCase const& known);
    DltVerdict passed(dlt::Match match, std::string_view header, TimePoint now);

    DltConfig config_;
    dlt::RuleTable table_;
    std::unique_ptr<dlt::Registry const> registry_;
    std::string chain_; ///< of our entity, as a list
    dlt::Rules rules_;
    TimePoint rules_until_{}; ///< they are read from the table once a day
    std::map<std::string, std::chrono::sys_days, std::less<>> used_, told_;
    Counts counts_;
};

} // namespace haatline::gateway
