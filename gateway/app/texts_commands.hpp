#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace haatline::gateway {

/// `texts export|import|preview`. Each fills `run` when it was named.
void add_texts(CLI::App& app, std::function<int()>& run);

} // namespace haatline::gateway
