#include "tests/bench/story.hpp"

#include <fmt/format.h>

namespace bench {
namespace {

struct Way {
    std::string_view name, pin, role, product, sought, ring;
};

// Places far apart, so that the screens which name a district differ between callers. Each takes
// the first product of its district: what many take moves up in that list, so any other row would
// change the screens of those who come after.
constexpr Way ways[] = {
    {"patna maker", "800001", "1", "1", "1", "4"},
    {"lucknow maker", "226001", "1", "1", "1", "3"},
    {"bangalore buyer", "560001", "4", "1", "1", "4"},
    {"pune supplier", "411001", "3", "1", "2", "4"},
    {"jaipur maker", "302001", "1", "1", "3", "4"},
};

} // namespace

std::vector<Story> stories() {
    std::vector<Story> out;
    for (auto const& way : ways) {
        Story story;
        story.name = way.name;
        story.steps.push_back({true, ""});
        // English, agree, PIN, role, product, name, do not show: a shown member would change what
        // the others find.
        for (std::string_view const text :
             {std::string_view("2"), std::string_view("1"), way.pin, way.role, way.product,
              std::string_view("{name}"), std::string_view("2")})
            story.steps.push_back({false, std::string(text)});
        story.steps.push_back({true, ""});
        for (std::string_view const text : {std::string_view("1"), way.sought, way.ring,
                                            std::string_view("1"), std::string_view("1")})
            story.steps.push_back({false, std::string(text)});
        out.push_back(std::move(story));
    }
    return out;
}

std::string name_of(std::size_t caller) {
    // Letters only, so that the name cannot be mistaken for a reference number.
    std::string out = "Q";
    for (int i = 0; i < 6; ++i, caller /= 20) out += "bcdfghjklmnpqrstvwxz"[caller % 20];
    return out;
}

std::string generalised(std::string_view reply, std::string_view name) {
    std::string out;
    while (!reply.empty()) {
        if (reply.starts_with(name)) {
            out += "{name}";
            reply.remove_prefix(name.size());
            continue;
        }
        // References have at least six digits; PIN codes and counts on these screens do not reach
        // that behind "ID ".
        if (out.ends_with("ID ") && reply.front() >= '0' && reply.front() <= '9') {
            out += "{n}";
            while (!reply.empty() && reply.front() >= '0' && reply.front() <= '9')
                reply.remove_prefix(1);
            continue;
        }
        out += reply.front();
        reply.remove_prefix(1);
    }
    return out;
}

} // namespace bench
