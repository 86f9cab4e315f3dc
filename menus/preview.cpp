#include "menus/preview.hpp"

#include "menus/draw.hpp"

#include <algorithm>

namespace haatline::menus {
namespace {

/// One row a digit.
std::vector<Row const*> rows_with(Node const& node, std::string_view key) {
    std::vector<Row const*> rows;
    for (auto const& row : node.rows)
        if (rows.empty() || rows.back()->key != row.key)
            rows.push_back(&row);
        else if (row.text == key)
            rows.back() = &row;
    return rows;
}

std::string const& prompt_with(Node const& node, std::string_view key) {
    for (auto const& prompt : node.prompts)
        if (prompt.key == key) return prompt.key;
    return node.prompts.back().key;
}

} // namespace

Values example_values(Menu const& menu, std::string_view language) {
    Values out;
    for (auto const& cap : menu.caps()) {
        std::string_view example = cap.example.get(language);
        if (example.empty()) example = cap.example.get("en");
        out.set(cap.name, example.empty() ? std::string_view(cap.name) : example);
    }
    return out;
}

std::vector<std::string> example_pages(Menu const& menu, Catalogue const& words, Node const& node,
                                       std::string_view language, coding::PageBudget budget,
                                       std::string_view key) {
    if (node.prompts.empty()) return {};
    Context context;
    context.budget = budget;
    Drawer const drawer(menu, words, context, language);
    Values const with = example_values(menu, language);
    std::string const& prompt = prompt_with(node, key);
    auto const rows = rows_with(node, key);
    if (node.kind != Kind::list) return drawer.pages(prompt, rows, with);
    std::vector<Values> const found(static_cast<std::size_t>(std::max(node.page_rows, 0)), with);
    return {drawer.list(prompt, node, rows, found, true, with).text};
}

} // namespace haatline::menus
