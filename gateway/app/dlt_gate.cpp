#include "gateway/app/dlt_gate.hpp"

#include "cluster/dlt/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

/// The day in the rules' zone: a header's idle days are counted by the operator's calendar.
std::chrono::sys_days day_of(TimePoint now, dlt::Rules const& rules) {
    return std::chrono::floor<std::chrono::days>(now + rules.zone);
}

std::string variables_told(std::vector<dlt::Value> const& values) {
    std::string out;
    for (auto const& value : values)
        out += fmt::format("{}{}:{}", out.empty() ? "" : " ", facts(value.type).tag,
                           dlt::characters(value.text));
    return out;
}

} // namespace

DltGate::DltGate(DltConfig config, dlt::RuleTable rules, dlt::Register all)
    : config_(std::move(config)), table_(std::move(rules)) {
    take(std::move(all));
}

/// What the configuration says of entity and chain goes over what was imported.
dlt::Register DltGate::completed(dlt::Register all) const {
    auto const ours = [&](auto const& one) { return one.id == config_.entity; };
    auto it = std::find_if(all.entities.begin(), all.entities.end(), ours);
    if (it == all.entities.end() && !config_.entity.empty())
        it = all.entities.insert(all.entities.end(), {config_.entity, "", "", true});
    if (it != all.entities.end()) {
        if (!config_.brand.empty()) it->brand = config_.brand;
        std::rotate(all.entities.begin(), it, it + 1); // the registry's brand is the first one's
    }
    if (!config_.chain.empty()) {
        std::erase_if(all.chains,
                      [&](auto const& chain) { return chain.entity == config_.entity; });
        all.chains.push_back({config_.entity, config_.chain});
    }
    return all;
}

void DltGate::take(dlt::Register all) {
    registry_ = std::make_unique<dlt::Registry const>(completed(std::move(all)));
    auto const* chain = registry_->chain(config_.entity);
    chain_ = chain ? chain->list() : std::string();
}

dlt::Rules const& DltGate::rules(TimePoint now) {
    if (now >= rules_until_ || rules_until_ == TimePoint()) {
        rules_ = table_.at(now);
        rules_until_ =
            TimePoint(day_of(now, rules_).time_since_epoch()) + std::chrono::days(1) - rules_.zone;
    }
    return rules_;
}

std::string_view DltGate::header_for(dlt::Category category, DltCase const& known) const {
    if (!known.header.empty()) return known.header;
    bool const promotional =
        category == dlt::Category::promotional ||
        (category == dlt::Category::service_explicit && rules_.explicit_is_promotional);
    return promotional && !config_.promotional_header.empty() ? config_.promotional_header
                                                              : config_.header;
}

DltVerdict DltGate::judge(Msisdn to, std::string_view text, std::string_view language,
                          std::string_view category_name, DltCase const& known, TimePoint now) {
    if (config_.enforce == DltEnforce::off) {
        DltVerdict out;
        out.text = text;
        return out;
    }
    auto const& today = rules(now);
    auto const category = dlt::category_named(category_name);
    if (!category)
        return refused({dlt::Reason::template_, "its category is none that the register knows"},
                       text);
    auto match = registry_->match(text, language, *category, today);
    if (!match && known.answers && !today.answers_need_templates)
        return answered(text, *category, known);
    if (!match) return refused(std::move(match.error()), text);
    auto const header = header_for(*category, known);
    dlt::Recipient const recipient{to, known.stopped, known.agreed, known.answers};
    if (auto refusal = may_send(*registry_, today, *match, *category,
                                {config_.entity, header, config_.content_category}, recipient, now))
        return refused(std::move(*refusal), text);
    return passed(std::move(*match), header, now);
}

DltVerdict DltGate::refused(dlt::Refusal refusal, std::string_view text) {
    DltVerdict out;
    out.reason = name(refusal.reason);
    out.why = std::move(refusal.why);
    out.text = text;
    // What she or the hour forbids is no fault of a template: it holds while an operator only tries.
    bool const hers = refusal.reason == dlt::Reason::preference ||
                      refusal.reason == dlt::Reason::consent || refusal.not_before.has_value();
    if (refusal.not_before) {
        ++counts_.later;
        out.what = DltVerdict::What::later;
        out.not_before = *refusal.not_before;
        return out;
    }
    ++counts_.refused[out.reason];
    out.what = hers || config_.enforce == DltEnforce::refuse ? DltVerdict::What::refuse
                                                             : DltVerdict::What::pass;
    return out;
}

/// An answer that is no template, where answers need none: under our name all the same.
DltVerdict DltGate::answered(std::string_view text, dlt::Category category, DltCase const& known) {
    ++counts_.passed;
    DltVerdict out;
    out.facts = {config_.entity, std::string(header_for(category, known)), "", chain_, {}};
    out.text = text;
    return out;
}

DltVerdict DltGate::passed(dlt::Match match, std::string_view header, TimePoint now) {
    ++counts_.passed;
    DltVerdict out;
    out.facts = {config_.entity, std::string(header), match.of->id, chain_, {}};
    out.version = std::to_string(match.of->version);
    out.variables = variables_told(match.values);
    out.text = std::move(match.text);
    for (std::size_t i = 0; i < match.values.size(); ++i)
        out.facts.variables.emplace_back(fmt::format("var{}", i + 1),
                                         std::move(match.values[i].text));
    auto const today = day_of(now, rules_);
    if (auto it = used_.find(header); it != used_.end())
        it->second = today;
    else
        used_.emplace(header, today);
    return out;
}

std::vector<std::string> DltGate::used_since_told(TimePoint now) {
    auto const today = day_of(now, rules(now));
    std::vector<std::string> out;
    for (auto const& [header, day] : used_) {
        auto& told = told_[header];
        if (day != today || told == today) continue;
        told = today;
        out.push_back(header);
    }
    return out;
}

std::vector<DltGate::Idle> DltGate::idle(TimePoint now) {
    auto const& today_rules = rules(now);
    auto const today = day_of(now, today_rules);
    std::vector<Idle> out;
    for (auto header : registry_->all().headers) {
        if (!header.active) continue;
        if (auto const it = used_.find(header.text);
            it != used_.end() && (!header.last_used_on || *header.last_used_on < it->second))
            header.last_used_on = it->second;
        auto const days = header.idle_days(today);
        if (days) out.push_back({header.text, *days, *days >= today_rules.header_alarm_days});
    }
    return out;
}

} // namespace haatline::gateway
