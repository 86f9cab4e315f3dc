#include "menus/reader/one_document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

namespace haatline::menus {
namespace {

/// Hears a document without keeping it.
struct Passed final : YAML::EventHandler {
    using Mark = YAML::Mark const&;
    using Text = std::string const&;
    using Style = YAML::EmitterStyle::value;
    void OnDocumentStart(Mark) override {}
    void OnDocumentEnd() override {}
    void OnNull(Mark, YAML::anchor_t) override {}
    void OnAlias(Mark, YAML::anchor_t) override {}
    void OnScalar(Mark, Text, YAML::anchor_t, Text) override {}
    void OnSequenceStart(Mark, Text, YAML::anchor_t, Style) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(Mark, Text, YAML::anchor_t, Style) override {}
    void OnMapEnd() override {}
};

} // namespace

bool is_one_document(std::string const& content) {
    std::istringstream in(content);
    YAML::Parser parser(in);
    Passed passed;
    return parser.HandleNextDocument(passed) && !parser.HandleNextDocument(passed);
}

} // namespace haatline::menus
