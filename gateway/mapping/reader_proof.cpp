#include "gateway/mapping/reader.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <array>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

struct Shape {
    std::string_view word;
    Proof::Kind kind;
    std::string_view request, inputs; ///< the words under which they stand
};
constexpr std::array shapes{
    Shape{"in", Proof::Kind::request, "request", ""},
    Shape{"reply", Proof::Kind::reply, "", "model"},
    Shape{"call", Proof::Kind::call, "", "give"},
    Shape{"answer", Proof::Kind::answer, "response", ""},
};

json::object object_of(menus::Word const* word) {
    if (!word || !word->value.IsMap()) return {};
    return to_json(word->value).as_object();
}

} // namespace

void MappingReader::read_proofs(menus::Word const& word, Mapping& out) {
    if (!word.value.IsSequence())
        return complain(word.line, "tests: a list belongs here: `- {name: …, in: …}`");
    for (auto const& item : word.value) {
        int const line = menus::line_of(item, word.line);
        Table table(source_, item, "test", line);
        if (!table.is_map()) continue;
        Proof proof;
        proof.line = line;
        proof.name = line_text(table, "name");
        Shape const* shape = nullptr;
        for (auto const& each : shapes)
            if (table.has(each.word)) shape = &each;
        if (!shape || proof.name.empty()) {
            complain(line, "a test has a `name` and one of `in`, `reply`, `call`, `answer`");
            continue;
        }
        proof.kind = shape->kind;
        proof.of = line_text(table, shape->word);
        if (!shape->request.empty()) proof.request = object_of(table.take(shape->request));
        if (!shape->inputs.empty()) proof.inputs = object_of(table.take(shape->inputs));
        proof.given = object_of(table.take("given"));
        proof.compare = line_text(table, "compare", "exact");
        if (proof.compare != "exact" && proof.compare != "json" && proof.compare != "xml")
            complain(line, "`compare` is exact, json or xml");
        if (auto const* expect = table.take("expect"))
            proof.expect = to_json(expect->value);
        else
            complain(line, "a test without `expect` proves nothing");
        table.close();
        out.tests.push_back(std::move(proof));
    }
}

} // namespace haatline::gateway::mapping
