#pragma once

#include "gateway/mapping/scope.hpp"
#include "gateway/net/http.hpp"
#include "gateway/wire/fields.hpp"

#include <boost/json/value.hpp>

#include <forward_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pugi {
class xml_document;
}

namespace haatline::gateway::mapping {

struct Section;

/// A request (or the reply to one of ours) as expressions see it: each part is parsed when it is first
/// asked for, once, whichever section of the mapping asks.
class RequestView {
  public:
    explicit RequestView(RawRequest const& request);
    ~RequestView();

    /// How `section` looks at it. `query_is_form`: a test tool's GET stands for the provider's POST.
    void prepare(Section const& section, std::vector<std::pair<std::string, std::string>> path,
                 bool query_is_form);

    Found find(Source const& source) const;

    /// The items of the list at `path` ("", "results", "*.report"), with the objects around each.
    /// @fails Errc::bad_request when there is no list, Errc::limit for more than 100 items.
    struct Item {
        boost::json::value const* value;
        boost::json::value const* around;
    };
    Result<std::vector<Item>> items(std::string_view path) const;
    /// From now on `json:` is read inside this item.
    void look_at(Item const& item) const { item_ = item; }

    /// nullptr: cannot be read; `fault()` says why.
    Fields const* query() const;
    Fields const* form() const;
    RawRequest const& raw() const { return request_; }
    /// Members of the JSON object that is the body.
    std::vector<std::string_view> json_names() const;

  private:
    struct Parsed {
        std::optional<Fields> fields;
        std::string fault;
        bool done = false;
    };
    Fields const* parsed(Parsed& part, std::string_view text) const;
    Found field(Parsed& part, std::string_view text, std::string_view name) const;
    Found json(std::string_view path) const;
    Found xml(std::string_view path) const;
    Found cookie(std::string_view name) const;
    boost::json::value const* json_root() const;
    std::string_view keep(std::string text) const;

    RawRequest const& request_;
    std::vector<std::pair<std::string, std::string>> path_;
    std::string_view json_field_; ///< where the JSON stands, when not in the body
    std::span<std::string const> octets_;
    bool ignore_case_ = false, query_is_form_ = false;
    mutable Parsed query_, form_;
    mutable std::optional<boost::json::value> json_;
    mutable std::unique_ptr<pugi::xml_document> xml_;
    mutable bool json_done_ = false, xml_done_ = false;
    mutable std::string json_fault_, xml_fault_;
    mutable Item item_{nullptr, nullptr};
    mutable std::forward_list<std::string>
        kept_; ///< texts that stand nowhere as such: numbers, joined lists
};

} // namespace haatline::gateway::mapping
