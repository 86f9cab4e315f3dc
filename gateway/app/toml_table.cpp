#include "gateway/app/toml_table.hpp"

#include "base/world.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace haatline::gateway {

struct TomlDocument::Impl {
    toml::table root;
    std::string name, folder;
    std::vector<std::string> faults;

    void fault(toml::source_region const& where, std::string_view key, std::string_view what) {
        auto const place =
            where.begin.line == 0 ? name : fmt::format("{}:{}", name, where.begin.line);
        faults.push_back(fmt::format("{}: {} {}", place, key, what));
    }
};

struct TomlTable::Impl {
    std::shared_ptr<TomlDocument::Impl> document;
    toml::table* table;
    std::string path; ///< "limits." before the keys of [limits]
    std::vector<std::string> asked;

    /// The node under `key`, or null; remembers that somebody knows the key.
    toml::node* take(std::string_view key) {
        asked.emplace_back(key);
        return table->get(key);
    }
    void fault(std::string_view key, std::string_view what) {
        auto const* const node = table->get(key);
        document->fault(node ? node->source() : table->source(), path + std::string(key), what);
    }
};

Result<TomlDocument> TomlDocument::parse(std::string_view text, std::string const& name,
                                         std::string const& folder) {
    auto impl = std::make_shared<Impl>();
    impl->name = name;
    impl->folder = folder;
    // The library throws; this is its fence.
    try {
        impl->root = toml::parse(text, name);
    } catch (toml::parse_error const& error) {
        return fail(Errc::invalid_config,
                    fmt::format("{}:{}: {}", name, error.source().begin.line, error.description()));
    }
    TomlDocument out;
    out.impl_ = std::move(impl);
    return out;
}

TomlTable TomlDocument::top() {
    return TomlTable(
        std::make_shared<TomlTable::Impl>(TomlTable::Impl{impl_, &impl_->root, {}, {}}));
}

bool TomlDocument::good() const { return impl_->faults.empty(); }

Error TomlDocument::error() const {
    return {Errc::invalid_config, fmt::format("{}", fmt::join(impl_->faults, "\n"))};
}

void TomlTable::text(std::string_view key, std::string& into) {
    auto* const node = impl_->take(key);
    if (!node) return;
    if (auto const* const value = node->as_string())
        into = value->get();
    else
        fault(key, "must be a text in quotes");
}

void TomlTable::flag(std::string_view key, bool& into) {
    auto* const node = impl_->take(key);
    if (!node) return;
    if (auto const* const value = node->as_boolean())
        into = value->get();
    else
        fault(key, "must be true or false");
}

void TomlTable::integer(std::string_view key, std::int64_t& into, std::int64_t least,
                        std::int64_t most) {
    auto* const node = impl_->take(key);
    if (!node) return;
    auto const* const value = node->as_integer();
    if (!value) return fault(key, "must be a whole number");
    if (value->get() < least || value->get() > most)
        return fault(key, fmt::format("must be from {} to {}, not {}", least, most, value->get()));
    into = value->get();
}

void TomlTable::texts(std::string_view key, std::vector<std::string>& into) {
    auto* const node = impl_->take(key);
    if (!node) return;
    auto const* const list = node->as_array();
    if (!list || list->empty()) return fault(key, "must be a list of texts, at least one");
    for (auto const& item : *list) {
        auto const* const value = item.as_string();
        if (!value) return fault(key, "must hold texts in double quotes");
        into.push_back(value->get());
    }
}

void TomlTable::blocks(std::string_view key, std::vector<Cidr>& into) {
    auto* const node = impl_->take(key);
    if (!node) return;
    auto const* const list = node->as_array();
    if (!list) return fault(key, "must be a list of address blocks");
    for (auto const& item : *list) {
        auto const* const value = item.as_string();
        if (!value) return fault(key, "must hold texts like \"203.0.113.0/24\"");
        auto const block = Cidr::parse(value->get());
        if (block)
            into.push_back(*block);
        else
            fault(key, block.error().detail);
    }
}

void TomlTable::secret(std::string_view key, Secret& into) {
    std::string const file_key = std::string(key) + "_file",
                      variable_key = std::string(key) + "_env";
    std::string file, variable;
    text(file_key, file);
    text(variable_key, variable);
    if (impl_->table->contains(key)) {
        impl_->take(key);
        fault(key,
              fmt::format("must not stand in this file; write {} or {}", file_key, variable_key));
    }
    if (!file.empty() && !variable.empty())
        return fault(file_key, fmt::format("and {} are both given", variable_key));
    std::string value;
    if (!file.empty()) {
        auto const path = std::filesystem::path(impl_->document->folder) /
                          file; // an absolute one replaces the folder
        std::ifstream stream(path);
        if (!stream)
            return fault(file_key, fmt::format("names '{}', which cannot be read", path.string()));
        std::getline(stream, value);
    } else if (!variable.empty()) {
        value = system_environment(variable.c_str());
    } else {
        return;
    }
    while (!value.empty() && (value.back() == '\r' || value.back() == ' ')) value.pop_back();
    if (value.empty())
        return fault(file.empty() ? variable_key : file_key, "leads to an empty secret");
    into = Secret(std::move(value));
}

void TomlTable::table(std::string_view key, std::function<void(TomlTable)> const& read) {
    auto* const node = impl_->take(key);
    if (!node) return;
    auto* const inner = node->as_table();
    if (!inner) return fault(key, fmt::format("must be a table: [{}]", key));
    read(TomlTable(std::make_shared<Impl>(
        Impl{impl_->document, inner, impl_->path + std::string(key) + '.', {}})));
}

void TomlTable::tables(std::string_view key, std::function<void(TomlTable)> const& read) {
    auto* const node = impl_->take(key);
    if (!node) return;
    auto* const list = node->as_array();
    if (!list || !list->is_homogeneous<toml::table>())
        return fault(key, fmt::format("must be tables: [[{}]]", key));
    for (auto& item : *list)
        read(TomlTable(std::make_shared<Impl>(
            Impl{impl_->document, item.as_table(), impl_->path + std::string(key) + '.', {}})));
}

void TomlTable::fault(std::string_view key, std::string_view what) { impl_->fault(key, what); }

void TomlTable::done() {
    for (auto&& [key, node] : *impl_->table) {
        auto const known =
            std::find(impl_->asked.begin(), impl_->asked.end(), key.str()) != impl_->asked.end();
        if (!known)
            impl_->document->fault(node.source(), impl_->path + std::string(key.str()),
                                   fmt::format("is not a key of this version; known here: {}",
                                               fmt::join(impl_->asked, ", ")));
    }
}

} // namespace haatline::gateway
