#include "gateway/app/command_alert.hpp"

#include "cluster/alert/preview.hpp"
#include "gateway/api/alert_json.hpp"
#include "gateway/app/alert_file.hpp"
#include "gateway/app/alert_page.hpp"
#include "gateway/app/staff.hpp"
#include "gateway/net/control_socket.hpp"
#include "menus/report_table.hpp"
#include "storage/campaign.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <iostream>
#include <memory>

namespace haatline::gateway {
namespace {

namespace campaigns = storage::campaigns;

struct AlertOptions {
    std::string data = "var";
    std::string file, standing, as, reason, mark, to, lang;
    std::int64_t id = 0;
    std::uint64_t count_most = 0;
    std::uint32_t paise = menus::standard_price_paise;
    int most = 100;
    bool json = false;
};

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 1;
}

int say(std::string const& text) {
    std::cout << text << std::flush;
    return 0;
}

/// The gateway would see it within a second by itself.
void tell_gateway(std::string const& data) {
    (void)ask_running(data, "alerts", std::chrono::seconds(2));
}

std::string told(AlertOptions const& options, campaigns::Campaign const& campaign) {
    return options.json ? boost::json::serialize(campaign_json(campaign)) + "\n"
                        : alert_page(campaign);
}

int on_item(AlertOptions const& options, bool fresh) {
    auto const staff = staff_called(options.as);
    auto const item = read_alert(options.file, known_languages(), staff.now);
    if (!item) return refuse(item.error());
    auto const campaign = fresh ? campaigns::create(options.data, *item, staff)
                                : campaigns::edit(options.data, options.id, *item, staff);
    if (!campaign) return refuse(campaign.error());
    return say(told(options, *campaign));
}

int run_new(AlertOptions const& options) { return on_item(options, true); }
int run_edit(AlertOptions const& options) { return on_item(options, false); }
int run_example(AlertOptions const&) { return say(std::string(alert_example())); }

int run_show(AlertOptions const& options) {
    auto const campaign = campaigns::show(options.data, options.id);
    return campaign ? say(told(options, *campaign)) : refuse(campaign.error());
}

int run_list(AlertOptions const& options) {
    auto const all = campaigns::list(options.data, {options.standing, 0, options.most});
    if (!all) return refuse(all.error());
    if (!options.json) return say(alert_table(*all));
    std::string out;
    for (auto const& each : *all) out += boost::json::serialize(campaign_json(each)) + "\n";
    return say(out);
}

int run_preview(AlertOptions const& options) {
    auto const campaign = campaigns::show(options.data, options.id);
    if (!campaign) return refuse(campaign.error());
    auto const counts =
        campaigns::count(options.data, options.id, options.count_most, system_world().clock.now());
    if (!counts) return refuse(counts.error());
    auto const preview = alerts::preview(campaign->item, *counts, options.paise);
    if (!preview) return refuse(preview.error());
    return say(options.json ? boost::json::serialize(preview_json(*preview)) + "\n"
                            : preview_page(*campaign, *preview));
}

int run_progress(AlertOptions const& options) {
    auto const progress = campaigns::progress(options.data, options.id);
    if (!progress) return refuse(progress.error());
    return say(options.json ? boost::json::serialize(progress_json(*progress)) + "\n"
                            : progress_page(*progress));
}

int run_test_send(AlertOptions const& options) {
    auto const to = Msisdn::parse(options.to);
    if (!to) return refuse({Errc::bad_request, "--to: " + to.error().detail});
    auto const done =
        campaigns::try_on(options.data, options.id, *to, options.lang, staff_called(options.as));
    if (!done) return refuse(done.error());
    tell_gateway(options.data);
    return say(fmt::format("alert {} goes to {} in {} once the gateway runs\n", options.id,
                           to->masked(), options.lang));
}

int run_step(AlertOptions const& options, alerts::Verb verb) {
    auto const campaign = campaigns::move(options.data, options.id, verb, staff_called(options.as),
                                          options.reason, options.mark);
    if (!campaign) return refuse(campaign.error());
    tell_gateway(options.data);
    if (options.json) return say(told(options, *campaign));
    return say(
        fmt::format("alert {} is {} now\n", campaign->id, alerts::name_of(campaign->standing)));
}

struct Step {
    alerts::Verb verb;
    char const* what;
};
constexpr std::array kSteps{
    Step{alerts::Verb::submit,
         "the draft is ready for a second person; it does not change meanwhile"},
    Step{alerts::Verb::give_back, "back to a draft, to be changed"},
    Step{alerts::Verb::approve,
         "I have read it: it may be sent. Nobody approves what she wrote or submitted"},
    Step{alerts::Verb::pause, "nothing more leaves, at once"},
    Step{alerts::Verb::resume, "go on where it stood"},
    Step{alerts::Verb::cancel, "for good: what waits never leaves"},
};

class Describing {
  public:
    Describing(CLI::App& alert, std::function<void(std::function<int()>)> chosen)
        : alert_(alert), chosen_(std::move(chosen)) {}

    CLI::App* command(std::string const& name, std::string const& what,
                      std::function<int(AlertOptions const&)> run, bool json = true) {
        auto* sub = alert_.add_subcommand(name, what);
        sub->add_option("--data", options_->data, "folder of the database")->capture_default_str();
        if (json) sub->add_flag("--json", options_->json, "for scripts");
        sub->callback([options = options_, chosen = chosen_, run = std::move(run)] {
            chosen([options, run] { return run(*options); });
        });
        return sub;
    }
    CLI::App* on_one(CLI::App* sub) {
        sub->add_option("ALERT", options_->id, "its number")->required();
        return sub;
    }
    CLI::App* by_staff(CLI::App* sub) {
        sub->add_option("--as", options_->as, as_whom);
        return sub;
    }
    AlertOptions& options() { return *options_; }

  private:
    CLI::App& alert_;
    std::function<void(std::function<int()>)> chosen_;
    std::shared_ptr<AlertOptions> options_ = std::make_shared<AlertOptions>();
};

void describe_writing(Describing& d) {
    d.command("example", "a file to begin with, every key explained", &run_example, false);
    auto* fresh = d.by_staff(d.command("new", "a draft from a file of the desk", &run_new));
    fresh->add_option("FILE", d.options().file, "TOML, or JSON; - for standard input")->required();
    auto* edit = d.by_staff(d.on_one(d.command("edit", "a draft written anew", &run_edit)));
    edit->add_option("FILE", d.options().file, "TOML, or JSON; - for standard input")->required();
}

void describe_looking(Describing& d) {
    d.on_one(d.command("show", "one alert whole", &run_show));
    auto* list = d.command("list", "alerts that are not over, newest first", &run_list);
    list->add_option("--standing", d.options().standing,
                     "draft, submitted, approved, sending, paused, done, cancelled, expired, all");
    list->add_option("--most", d.options().most, "at most so many")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    auto* preview = d.on_one(d.command(
        "preview", "whom it reaches, in how many segments, for how many rupees", &run_preview));
    preview->add_option("--price", d.options().paise, "what a segment costs, in paise")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    preview
        ->add_option("--count", d.options().count_most,
                     "look at so many people and estimate the rest; 0: count all")
        ->capture_default_str();
    d.on_one(
        d.command("progress", "how far it came, and what became of the messages", &run_progress));
}

void describe_sending(Describing& d) {
    for (auto const& step : kSteps) {
        auto* sub = d.by_staff(d.on_one(d.command(
            std::string(alerts::name_of(step.verb)), step.what,
            [verb = step.verb](AlertOptions const& options) { return run_step(options, verb); })));
        sub->add_option("--reason", d.options().reason, "for the audit; no names, no numbers");
        if (step.verb == alerts::Verb::approve)
            sub->add_option(
                "--mark", d.options().mark,
                "as `show` and `preview` printed it: refused when it reads otherwise by now");
    }
    auto* trial = d.by_staff(
        d.on_one(d.command("test-send", "its text to one phone of the desk, by the running gateway",
                           &run_test_send, false)));
    trial->add_option("--to", d.options().to, "number of the phone")->required();
    trial->add_option("--lang", d.options().lang, "which text")->required();
}

} // namespace

void describe_alert(CLI::App& alert, std::function<void(std::function<int()>)> chosen) {
    Describing d(alert, std::move(chosen));
    describe_writing(d);
    describe_looking(d);
    describe_sending(d);
    alert.require_subcommand(1);
    alert.footer(
        "Two people send an alert: one writes and submits it, another reads and approves it.\n"
        "Examples:\n  haatline alert example > mills.toml\n  haatline alert new mills.toml --as "
        "asha\n"
        "  haatline alert preview 1\n  haatline alert submit 1 --as asha\n  haatline alert approve "
        "1 "
        "--as ravi\n  haatline alert progress 1\n");
}

} // namespace haatline::gateway
