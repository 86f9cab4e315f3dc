#include "menus/picture/layers.hpp"

#include <algorithm>
#include <numeric>

namespace haatline::menus {
namespace {

constexpr double column_gap = 70; // room for arrows to turn
constexpr double row_gap = 22;
constexpr double slip_height = 14; // what an arrow takes that passes a column
constexpr double title_y = 14;     // where arrows arrive, below a box's top
constexpr int order_rounds = 12;
constexpr int align_rounds = 30;

/// A box, or a slip: the place where a long arrow passes a column.
struct Item {
    int box = -1;
    double height = 0, y = 0;
    int column = 0;
};
struct Link {
    int from, to; ///< items, neighbouring columns
    double port_y;
    double source_y(std::vector<Item> const& items) const {
        return items[static_cast<std::size_t>(from)].y + port_y;
    }
};

double arrive_at(Item const& item) { return item.box >= 0 ? title_y : slip_height / 2; }

class Layout {
  public:
    explicit Layout(Layers& layers) : layers_(layers) {}

    void run() {
        if (layers_.boxes.empty()) return;
        drop_circles();
        set_columns();
        make_items();
        order();
        align();
        write_back();
    }

  private:
    std::size_t count() const { return layers_.boxes.size(); }

    /// An arrow to a box that the walk is still in would close a circle.
    void drop_circles() {
        enum class Mark : unsigned char { fresh, open, done };
        std::vector<Mark> mark(count(), Mark::fresh);
        auto const visit = [&](auto const& self, int at) -> void {
            mark[static_cast<std::size_t>(at)] = Mark::open;
            for (auto& arrow : layers_.arrows) {
                if (arrow.from != at) continue;
                auto const to = static_cast<std::size_t>(arrow.to);
                if (mark[to] == Mark::open)
                    arrow.drawn = false;
                else if (mark[to] == Mark::fresh)
                    self(self, arrow.to);
            }
            mark[static_cast<std::size_t>(at)] = Mark::done;
        };
        for (std::size_t at = 0; at < count(); ++at)
            if (mark[at] == Mark::fresh) visit(visit, static_cast<int>(at));
    }

    void set_columns() {
        for (std::size_t round = 0; round < count(); ++round) {
            bool moved = false;
            for (auto const& arrow : layers_.arrows) {
                if (!arrow.drawn) continue;
                int const wanted = layers_.boxes[static_cast<std::size_t>(arrow.from)].column + 1;
                int& column = layers_.boxes[static_cast<std::size_t>(arrow.to)].column;
                moved = moved || column < wanted;
                column = std::max(column, wanted);
            }
            if (!moved) break;
        }
        for (auto const& box : layers_.boxes) columns_ = std::max(columns_, box.column + 1);
    }

    int add_item(Item item) {
        items_.push_back(item);
        auto const at = static_cast<int>(items_.size()) - 1;
        by_column_[static_cast<std::size_t>(item.column)].push_back(at);
        return at;
    }

    void make_items() {
        by_column_.resize(static_cast<std::size_t>(columns_));
        for (std::size_t i = 0; i < count(); ++i)
            add_item({static_cast<int>(i), layers_.boxes[i].height, 0, layers_.boxes[i].column});
        chains_.resize(layers_.arrows.size());
        for (std::size_t i = 0; i < layers_.arrows.size(); ++i) {
            auto const& arrow = layers_.arrows[i];
            if (!arrow.drawn) continue;
            int before = arrow.from;
            double port = arrow.port_y;
            int const last = layers_.boxes[static_cast<std::size_t>(arrow.to)].column;
            for (int c = layers_.boxes[static_cast<std::size_t>(arrow.from)].column + 1; c < last;
                 ++c) {
                int const slip = add_item({-1, slip_height, 0, c});
                links_.push_back({before, slip, port});
                chains_[i].push_back(slip);
                before = slip;
                port = slip_height / 2;
            }
            links_.push_back({before, arrow.to, port});
        }
    }

    void pack(std::vector<int> const& column) {
        double y = 0;
        for (int const at : column) {
            auto& item = items_[static_cast<std::size_t>(at)];
            item.y = y;
            y += item.height + row_gap;
        }
    }

    /// Where an item's arrows come from (or lead to), on average; its own place without any.
    double middle(int at, bool of_sources) const {
        double sum = 0;
        int n = 0;
        for (auto const& link : links_) {
            if ((of_sources ? link.to : link.from) != at) continue;
            auto const& other = items_[static_cast<std::size_t>(of_sources ? link.from : link.to)];
            sum += of_sources
                       ? link.source_y(items_) - arrive_at(items_[static_cast<std::size_t>(at)])
                       : other.y + arrive_at(other) - link.port_y;
            ++n;
        }
        return n == 0 ? items_[static_cast<std::size_t>(at)].y : sum / n;
    }

    void order() {
        for (auto const& column : by_column_) pack(column);
        for (int round = 0; round < order_rounds; ++round) {
            bool const forward = round % 2 == 0;
            for (int i = 0; i < columns_; ++i) {
                auto& column = by_column_[static_cast<std::size_t>(forward ? i : columns_ - 1 - i)];
                std::stable_sort(column.begin(), column.end(), [&](int a, int b) {
                    return middle(a, forward) < middle(b, forward);
                });
                pack(column);
            }
        }
    }

    /// Moves items towards their arrows, never over each other.
    void align() {
        for (int round = 0; round < align_rounds; ++round) {
            bool const forward = round % 2 == 0;
            for (int i = 0; i < columns_; ++i) {
                auto const& column =
                    by_column_[static_cast<std::size_t>(forward ? i : columns_ - 1 - i)];
                place(column, forward);
            }
        }
        double top = 0;
        for (auto const& item : items_) top = std::min(top, item.y);
        for (auto& item : items_) item.y -= top;
    }

    /// Items that would overlap share what they want: a block stands at the average of its wishes.
    void place(std::vector<int> const& column, bool forward) {
        struct Block {
            double wish, height;
            int items;
            double top() const { return wish; }
        };
        std::vector<Block> blocks;
        std::vector<double> inner;
        for (int const at : column) {
            double const height = items_[static_cast<std::size_t>(at)].height + row_gap;
            blocks.push_back({middle(at, forward), height, 1});
            while (blocks.size() > 1) {
                Block& last = blocks.back();
                Block& before = blocks[blocks.size() - 2];
                if (before.top() + before.height <= last.top()) break;
                double const wish =
                    (before.wish * before.items + (last.wish - before.height) * last.items) /
                    (before.items + last.items);
                before = {wish, before.height + last.height, before.items + last.items};
                blocks.pop_back();
            }
        }
        std::size_t next = 0;
        for (auto const& block : blocks) {
            double y = block.top();
            for (int i = 0; i < block.items; ++i) {
                auto& item = items_[static_cast<std::size_t>(column[next++])];
                item.y = y;
                y += item.height + row_gap;
            }
        }
    }

    void write_back() {
        std::vector<double> left(static_cast<std::size_t>(columns_) + 1, 0);
        for (int c = 0; c < columns_; ++c) {
            double widest = 0;
            for (auto const& box : layers_.boxes)
                if (box.column == c) widest = std::max(widest, box.width + box.beside);
            left[static_cast<std::size_t>(c) + 1] =
                left[static_cast<std::size_t>(c)] + widest + column_gap;
        }
        for (std::size_t i = 0; i < count(); ++i) {
            auto& box = layers_.boxes[i];
            box.x = left[static_cast<std::size_t>(box.column)];
            box.y = items_[i].y;
            layers_.height = std::max(layers_.height, box.y + box.height);
        }
        layers_.width = left.back() - column_gap;
        for (std::size_t i = 0; i < layers_.arrows.size(); ++i) {
            auto& arrow = layers_.arrows[i];
            if (!arrow.drawn) continue;
            auto const& from = layers_.boxes[static_cast<std::size_t>(arrow.from)];
            auto const& to = layers_.boxes[static_cast<std::size_t>(arrow.to)];
            arrow.points.push_back({from.x + from.width, from.y + arrow.port_y});
            // Past a narrow box to the end of its column, so that no wider one is crossed.
            double const column_end = left[static_cast<std::size_t>(from.column) + 1] - column_gap;
            if (column_end > from.x + from.width)
                arrow.points.push_back({column_end, from.y + arrow.port_y});
            for (int const slip : chains_[i]) {
                auto const& item = items_[static_cast<std::size_t>(slip)];
                auto const c = static_cast<std::size_t>(item.column);
                arrow.points.push_back({left[c], item.y + slip_height / 2});
                arrow.points.push_back({left[c + 1] - column_gap, item.y + slip_height / 2});
                layers_.height = std::max(layers_.height, item.y + slip_height);
            }
            arrow.points.push_back({to.x, to.y + title_y});
        }
    }

    Layers& layers_;
    int columns_ = 0;
    std::vector<Item> items_; ///< the boxes first, in their order
    std::vector<Link> links_;
    std::vector<std::vector<int>> by_column_;
    std::vector<std::vector<int>> chains_; ///< by arrow: its slips
};

} // namespace

void Layers::lay_out() { Layout(*this).run(); }

} // namespace haatline::menus
