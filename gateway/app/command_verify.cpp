#include "gateway/app/command_verify.hpp"

#include <fmt/format.h>

#include <iostream>

namespace haatline::gateway {

int command_verify(std::string const& dir, storage::Heads const& heads) {
    auto const verdicts = storage::verify(dir, heads);
    if (!verdicts) {
        std::cerr << "haatline: " << verdicts.error().detail << '\n';
        return 2;
    }
    std::size_t wrong = 0;
    for (auto const& verdict : *verdicts) {
        std::cout << fmt::format("{} {}\n", verdict.faults.empty() ? "ok   " : "WRONG",
                                 verdict.check);
        for (auto const& fault : verdict.faults) std::cout << fmt::format("      {}\n", fault);
        wrong += verdict.faults.empty() ? 0 : 1;
    }
    std::cout << fmt::format("{} checks, {} wrong\n", verdicts->size(), wrong);
    return wrong == 0 ? 0 : 1;
}

} // namespace haatline::gateway
