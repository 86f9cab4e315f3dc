#include "menus/check/findings.hpp"

#include <fmt/ranges.h>

#include <optional>
#include <set>

namespace haatline::menus {
namespace {

struct Count {
    int inputs = 0, total = 0;
    std::vector<std::string> way; ///< screens answered
};

/// Walks every straight way (no detours) and keeps the longest.
class Walk {
  public:
    Walk(Menu const& menu, std::string const& to) : menu_(menu), to_(to) {}

    std::optional<Count> longest(std::string const& from) {
        visit(from);
        return best_;
    }

  private:
    // Flows are small; a menu that needs more than this has circles of straight ways.
    static constexpr int kVisitsMax = 200'000;

    void visit(std::string const& id) {
        if (id == to_) return arrived();
        Node const* node = menu_.find(id);
        if (!node || ++visits_ > kVisitsMax || !on_way_.insert(id).second) return;
        for_each_action(*node, [&](Action const& action, bool by_input) {
            if (!action.detour) follow(*node, action, by_input);
        });
        on_way_.erase(id);
    }

    void follow(Node const& node, Action const& action, bool by_input) {
        std::string next = action.go;
        auto const returns = returns_;
        if (!action.returns_to.empty()) returns_.push_back(action.returns_to);
        if (next == "@return" && !returns_.empty()) {
            next = returns_.back();
            returns_.pop_back();
        }
        if (next == "@root") next = menu_.landmarks().root;
        if (!next.starts_with('@')) {
            Count const before = now_;
            if (by_input) {
                ++now_.total;
                if (node.counts) ++now_.inputs;
                now_.way.push_back(node.id);
            }
            visit(next);
            now_ = before;
        }
        returns_ = returns;
    }

    void arrived() {
        if (!best_ || now_.inputs > best_->inputs ||
            (now_.inputs == best_->inputs && now_.total > best_->total))
            best_ = now_;
    }

    Menu const& menu_;
    std::string const& to_;
    std::set<std::string> on_way_;
    std::vector<std::string> returns_;
    Count now_;
    std::optional<Count> best_;
    int visits_ = 0;
};

} // namespace

void check_tasks(Checking const& checking) {
    for (auto const& task : checking.menu.tasks()) {
        if (!checking.menu.find(task.from) || !checking.menu.find(task.to)) continue;
        auto const count = Walk(checking.menu, task.to).longest(task.from);
        if (!count) {
            checking.error(task.file, task.line,
                           fmt::format("task {}: no straight way leads from {} to {}", task.name,
                                       task.from, task.to));
            continue;
        }
        checking.report.tasks.push_back({task.name, count->inputs, count->total});
        if (count->inputs > task.max_inputs || count->total > task.max_total)
            checking.error(
                task.file, task.line,
                fmt::format("task {} takes {} inputs, {} with language and place; {} and "
                            "{} are allowed. The way: {}",
                            task.name, count->inputs, count->total, task.max_inputs, task.max_total,
                            fmt::join(count->way, " > ")));
    }
}

} // namespace haatline::menus
