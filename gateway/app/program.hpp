#pragma once

#include "base/result.hpp"
#include "locales/catalogue.hpp"
#include "menus/check.hpp"
#include "menus/engine.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace haatline::gateway {

/// Menus, words and the engine over them: what a running gateway speaks. Immutable; a reload makes
/// a new one.
struct Program {
    menus::Menu menu;
    Catalogue words;
    menus::Engine engine;
    /// Twelve hex digits over the files it was read from: how a dialogue knows the version it began
    /// with, also after a restart. Empty: unknown, taken for the newest.
    std::string mark;

    Program(menus::Menu m, Catalogue w, std::string mark_ = {})
        : menu(std::move(m)), words(std::move(w)), engine(menu, words), mark(std::move(mark_)) {}
    Program(Program const&) = delete;
};

/// What `load_program` found, whether or not a program came of it.
struct Loaded {
    std::shared_ptr<Program const> program; ///< null when the report holds an error
    std::shared_ptr<Program const>
        draft; ///< what could be read, to be looked at: null when nothing
    menus::Report report;
};

/// Reads menus and locales from the folders given, or those in the binary where a folder is empty,
/// and proves them.
/// @fails only when a folder cannot be read; faults inside files stand in the report.
/// `offered`: languages callers are asked to choose from, in that order; empty: all.
Result<Loaded> load_program(std::string const& menus_dir, std::string const& locales_dir,
                            std::vector<menus::NamedBudget> const& budgets,
                            std::span<std::string const> offered = {});

/// The budgets every menu must work on: the standard's ceiling, the drafts' and the unproven
/// route's (decisions.md).
std::vector<menus::NamedBudget> standard_budgets();

} // namespace haatline::gateway
