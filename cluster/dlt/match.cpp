#include "cluster/dlt/match.hpp"

#include "cluster/dlt/text.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>

namespace haatline::dlt {
namespace {

/// Depth-first, shortest value first, over (segment, character). A pair that failed once fails always, so
/// each is tried once.
class Search {
  public:
    Search(Candidate const& text, std::vector<Segment> const& segments)
        : text_(text), segments_(segments), failed_(segments.size() * (text.chars() + 1)) {}

    bool run() { return from(0, 0); }
    /// By segment: [first, last) character of each value.
    std::vector<std::pair<std::size_t, std::size_t>> const& found() const { return found_; }

  private:
    bool from(std::size_t segment, std::size_t at) {
        if (segment == segments_.size()) return at == text_.chars();
        auto const state = segment * (text_.chars() + 1) + at;
        if (failed_[state]) return false;
        bool const good =
            segments_[segment].variable ? variable(segment, at) : literal(segment, at);
        if (!good) failed_[state] = true;
        return good;
    }

    bool literal(std::size_t segment, std::size_t at) {
        return stands_at(segments_[segment], at) &&
               from(segment + 1, at + segments_[segment].key_chars);
    }

    bool stands_at(Segment const& words, std::size_t at) const {
        return std::string_view(text_.text()).substr(text_.start(at)).starts_with(words.key);
    }

    bool variable(std::size_t segment, std::size_t at) {
        auto const type = segments_[segment].type;
        auto const most = std::min<std::size_t>(
            text_.chars(), at + text_.rules().max_chars[static_cast<std::size_t>(type)]);
        bool const last = segment + 1 == segments_.size();
        for (auto end = at; end < most;) {
            if (!(text_.types(end) & mask_of(type))) return false;
            ++end;
            if (last && end != text_.chars()) continue;
            if (!last && !segments_[segment + 1].variable &&
                !stands_at(segments_[segment + 1], end))
                continue;
            auto const value = std::string_view(text_.text())
                                   .substr(text_.start(at), text_.start(end) - text_.start(at));
            if (!has_shape(type, value)) continue;
            found_.emplace_back(at, end);
            if (from(segment + 1, end)) return true;
            found_.pop_back();
        }
        return false;
    }

    Candidate const& text_;
    std::vector<Segment> const& segments_;
    std::vector<bool> failed_;
    std::vector<std::pair<std::size_t, std::size_t>> found_;
};

std::vector<Value> values_at(Candidate const& text, Template const& one,
                             std::vector<std::pair<std::size_t, std::size_t>> const& found) {
    std::vector<Value> out;
    out.reserve(found.size());
    std::size_t at = 0;
    for (auto const& segment : one.segments) {
        if (!segment.variable) continue;
        auto const [first, last] = found[at++];
        out.push_back({segment.type, text.text().substr(text.start(first),
                                                        text.start(last) - text.start(first))});
    }
    return out;
}

/// Cheap and mostly enough: the words at both ends.
bool ends_agree(Candidate const& text, Template const& one) {
    auto const& first = one.segments.front();
    auto const& last = one.segments.back();
    return (first.variable || text.text().starts_with(first.key)) &&
           (last.variable || text.text().ends_with(last.key));
}

/// The same when anything at all may stand in a place: then the first way found is as good as any.
std::optional<std::vector<Value>> loosely(std::string_view rest, Template const& one) {
    std::vector<Value> out;
    auto const& segments = one.segments;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!segments[i].variable) {
            if (!rest.starts_with(segments[i].key)) return {};
            rest.remove_prefix(segments[i].key.size());
            continue;
        }
        if (rest.empty()) return {};
        auto end = rest.size();
        if (i + 2 == segments.size() && !segments[i + 1].variable) {
            if (rest.size() <= segments[i + 1].key.size()) return {};
            end = rest.size() - segments[i + 1].key.size();
        } else if (i + 1 < segments.size()) {
            end = segments[i + 1].variable ? 1 : rest.find(segments[i + 1].key, 1);
            if (end == std::string_view::npos) return {};
        }
        out.push_back({segments[i].type, std::string(rest.substr(0, end))});
        rest.remove_prefix(end);
    }
    if (!rest.empty()) return {};
    return out;
}

/// Octets of a segment's words with which the text goes on.
std::size_t shared(std::string_view rest, std::string_view words) {
    auto const most = std::min(rest.size(), words.size());
    std::size_t same = 0;
    while (same < most && rest[same] == words[same]) ++same;
    return text::cut_before(words, same);
}

} // namespace

Result<Candidate> Candidate::make(std::string_view text, Rules const& rules) {
    auto compare = compared(text);
    if (!compare) return fail(compare.error());
    Candidate out;
    out.text_ = std::move(*compare);
    out.rules_ = &rules;
    out.starts_.reserve(out.text_.size() + 1);
    out.types_.reserve(out.text_.size());
    for (std::size_t at = 0; at < out.text_.size();) {
        out.starts_.push_back(static_cast<std::uint32_t>(at));
        (void)text::next_code_point(out.text_, at);
    }
    out.types_.assign(out.starts_.size(), not_asked);
    out.starts_.push_back(static_cast<std::uint32_t>(out.text_.size()));
    return out;
}

TypeMask Candidate::types(std::size_t character) const {
    auto& types = types_[character];
    if (types == not_asked) {
        std::size_t at = starts_[character];
        types = types_that_take(text::next_code_point(text_, at), *rules_);
    }
    return types;
}

std::optional<std::vector<Value>> values_of(Candidate const& text, Template const& one) {
    if (one.segments.empty() || !ends_agree(text, one)) return {};
    Search search(text, one.segments);
    if (!search.run()) return {};
    return values_at(text, one, search.found());
}

std::optional<std::string> value_fault(Candidate const& text, Template const& one) {
    if (one.segments.empty() || !ends_agree(text, one)) return {};
    auto const values = loosely(text.text(), one);
    if (!values) return {};
    for (auto const& value : *values)
        if (auto fault = fault_of(value.type, value.text, text.rules())) return fault;
    return "its values cannot be told apart: put fixed words between the variables";
}

Nearest how_near(Candidate const& text, Template const& one) {
    Nearest out{one.id, 0, {}};
    std::string_view rest = text.text();
    for (std::size_t i = 0; i < one.segments.size(); ++i) {
        auto const& segment = one.segments[i];
        if (!segment.variable) {
            auto const same = shared(rest, segment.key);
            rest.remove_prefix(same);
            if (same == segment.key.size()) continue;
            out.expected = segment.key.substr(
                same, text::cut_before(std::string_view(segment.key).substr(same), 24));
            break;
        }
        // A value reaches to where the words behind it begin; to the end when none stand there.
        auto const next = i + 1 < one.segments.size() && !one.segments[i + 1].variable
                              ? rest.find(one.segments[i + 1].key, rest.empty() ? 0 : 1)
                              : rest.size();
        if (next == std::string_view::npos || rest.empty()) {
            out.expected = std::string(spelled(segment.type));
            if (i + 1 < one.segments.size())
                out.expected += one.segments[i + 1].key.substr(
                    0, text::cut_before(one.segments[i + 1].key, 24));
            break;
        }
        rest.remove_prefix(next);
    }
    out.agree =
        characters(std::string_view(text.text()).substr(0, text.text().size() - rest.size()));
    if (out.expected.empty()) out.expected = "the end of the text";
    return out;
}

std::string filled(Template const& one, std::span<Value const> values) {
    std::string out;
    std::size_t at = 0;
    for (auto const& segment : one.segments)
        out += segment.variable ? values[at++].text : segment.text;
    return out;
}

} // namespace haatline::dlt
