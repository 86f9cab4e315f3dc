#pragma once

#include "gateway/mapping/mapping.hpp"
#include "menus/reader/table.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

using menus::Table;

/// YAML → `Mapping`. Unknown words, shapes and names are told with file and line; nothing is guessed.
class MappingReader {
  public:
    MappingReader(std::string const& file, std::vector<Problem>& problems)
        : source_{file, problems} {}

    void read(YAML::Node const& root, Mapping& out, bool with_tests);

  private:
    using BarePlace = std::function<Place(std::string_view)>;

    void complain(int line, std::string const& what) { source_.complain(line, what); }
    // reader.cpp
    void read_limits(Table& table, Limits& out);
    void read_settings(Table& table, Mapping& out);
    bool flag(Table& table, std::string_view name, bool fallback);
    std::string line_text(Table& table, std::string_view name, std::string fallback = {});
    std::vector<std::string> list(YAML::Node const& node, std::string const& owner, int line);
    std::string scalar(YAML::Node const& node, std::string const& owner, int line);
    // reader_values.cpp
    Expression expression(std::string const& text, Place bare, std::string const& owner, int line);
    Condition condition(std::string const& text, BarePlace const& bare, std::string const& owner,
                        int line);
    WordMap word_map(YAML::Node const& node, std::string const& owner, int line);
    Alternative alternative(YAML::Node const& node, Place bare, std::string const& owner, int line);
    Choice choice(YAML::Node const& node, Place bare, std::string const& owner, int line);
    void read_rules(YAML::Node const& node, bool all_keep, Place bare, std::vector<ReadRule>& rules,
                    std::vector<std::string>& keep_names, std::string const& owner, int line);
    // reader_body.cpp
    TextTemplate text_template(YAML::Node const& node, TextTemplate::Kind kind,
                               std::string const& owner, int line);
    std::vector<std::pair<std::string, TextTemplate>> pairs(YAML::Node const& node,
                                                            std::string const& owner, int line);
    JsonTemplate json_template(YAML::Node const& node, std::string const& owner, int line);
    Body body_of_type(YAML::Node const& node, std::string_view type, std::string const& owner,
                      int line);
    bool take_body(Table& table, Body& body, std::string& content_type);
    // reader_section.cpp
    void read_section(std::string const& name, YAML::Node const& node, int line, Section& out);
    void read_way_in(Table& table, Section& out);
    void read_events(menus::Word const& word, Section& out);
    void read_dialogue(menus::Word const& word, Section& out);
    void read_retry(menus::Word const& word, Section& out);
    void read_dedupe(menus::Word const& word, Section& out);
    void check_source(Source const& source, Section& out);
    void collect_known(Section& out);
    // reader_reply.cpp
    void read_replies(menus::Word const& word, Section& out);
    void read_reply(menus::Word const& word, std::string const& type, Section& out);
    void read_plays(menus::Word const& word, Section& out);
    void check_slots(Body const& body, Section const& section, std::string const& owner, int line);
    // reader_call.cpp
    void read_call(std::string const& name, YAML::Node const& node, int line, Call& out);
    void read_auth(menus::Word const& word, Call& out);
    void read_answer(menus::Word const& word, Call& out);
    // reader_guard.cpp
    void read_guards(menus::Word const& word, Mapping& out);
    std::pair<Expression, Expression> shown_and_wanted(Table& table, std::string_view name);
    std::string secret_name(Expression const& expression, Table& table);
    Guard fields_guard(Table& table);
    Guard basic_guard(Table& table);
    Guard header_guard(Table& table);
    Guard certificate_guard(Table& table);
    Guard signature_guard(Table& table);
    Guard token_guard(Table& table);
    void check_guard(Guard const& guard, Mapping const& mapping);
    // reader_proof.cpp
    void read_proofs(menus::Word const& word, Mapping& out);
    // reader_check.cpp: what sections and calls say of each other
    void check_together(Mapping const& mapping);

    menus::Source source_;
};

/// A YAML node as JSON: quoted scalars are texts, plain ones numbers, booleans, null or texts.
boost::json::value to_json(YAML::Node const& node);
/// JSON of a plain scalar (`1`, `true`, `null`), or nothing when it is a text.
std::optional<std::string> plain_json(YAML::Node const& node);

} // namespace haatline::gateway::mapping
