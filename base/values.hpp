#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline {

/// A small ordered set of named texts: what a caller chose, what the database answered, what a
/// message is filled with. Kept flat because it holds at most a few dozen entries and is copied
/// with every step.
class Values {
  public:
    using Entry = std::pair<std::string, std::string>;

    Values() = default;
    Values(std::initializer_list<Entry> entries);

    /// The text under `name`, or an empty view.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    void set(std::string_view name, std::string_view value);
    void erase(std::string_view name);
    void merge(Values const& newer);
    void clear() { entries_.clear(); }
    bool empty() const { return entries_.empty(); }
    std::size_t size() const { return entries_.size(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    bool operator==(Values const&) const = default;

  private:
    std::vector<Entry> entries_;
};

} // namespace haatline
