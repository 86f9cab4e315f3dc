// A mapping file, whole, with its self-tests.
#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/prove.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using fuzz::expect;

HAATLINE_FUZZ_TARGET(mapfile) {
    std::vector<Problem> problems;
    auto const mapping = gateway::mapping::load_mapping(input, "operator.yaml", problems);
    expect((mapping == nullptr) == !problems.empty(), "a file that cannot be read says why");
    for (auto const& problem : problems) {
        expect(problem.line > 0, "a problem has a line");
        expect(!problem.what.empty(), "a problem says what is wrong");
    }
    if (!mapping) return;
    for (auto const& proven : gateway::mapping::prove(*mapping))
        expect(proven.passed == proven.why.empty(), "a test that fails says why");
}
