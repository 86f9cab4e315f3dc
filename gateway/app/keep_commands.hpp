#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace haatline::gateway {

/// What keeps a database: `backup`, `restore`, `verify`, `erase`. Each fills `run` when it was named.
void add_keeping(CLI::App& app, std::function<int()>& run);

} // namespace haatline::gateway
