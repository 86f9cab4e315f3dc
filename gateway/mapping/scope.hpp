#pragma once

#include "base/values.hpp"
#include "base/world.hpp"
#include "gateway/mapping/expression.hpp"
#include "gateway/mapping/value.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway::mapping {

class RequestView;

/// What the operator set for one route.
struct RouteFacts {
    std::string code;      ///< "*789#"
    std::string bare_code; ///< "789"
    std::string
        url; ///< our address for this route as the provider was told, without a slash at its end
    Values settings;
    Values secrets;      ///< in memory only; never in a log or an error
    Values next_secrets; ///< during rotation
};

struct Found {
    std::optional<std::string_view> text;
    bool twice = false;
    char const* fault = nullptr; ///< the place cannot be read at all ("the body is not JSON")
};

using Given = std::pair<std::string_view, std::string_view>;

/// What is repeated: lists and maps that a reply or call is given beside its texts.
struct GivenLists {
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
    std::map<std::string, Values, std::less<>> maps;
};

/// What an expression may look at. Everything is borrowed for the time of one evaluation.
struct Scope {
    RouteFacts const* route = nullptr;
    RequestView const* request = nullptr;
    Values const* stored = nullptr;
    Sheet const* sheet = nullptr;
    std::vector<std::string> const* keep_names = nullptr; ///< of `sheet->keep`
    std::span<Given const> given;
    GivenLists const* lists = nullptr;
    TimePoint now{};

    Found find(Source const& source) const;
    std::vector<std::string> const* list(std::string_view name) const;
    /// This scope with other names before its own; `room` must outlive it.
    Scope with(std::vector<Given>& room, std::initializer_list<Given> more) const;

  private:
    Found variable(Source const& source) const;
    Found kept(std::string_view name) const;
};

} // namespace haatline::gateway::mapping
