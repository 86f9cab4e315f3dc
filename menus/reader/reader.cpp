#include "menus/reader/reader.hpp"

#include "menus/reader/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::menus {
namespace {

// Bounds on what is read at all: flows are small files written by people.
constexpr std::size_t file_bytes_max = 256 * 1024;
constexpr std::size_t files_max = 200;
constexpr std::size_t screens_max = 5000;

struct Landmark {
    std::string_view name;
    std::string Landmarks::*place;
    bool needed = true;
};

constexpr std::array kLandmarks{
    Landmark{"start", &Landmarks::start},
    Landmark{"root", &Landmarks::root},
    Landmark{"resume", &Landmarks::resume},
    Landmark{"callback", &Landmarks::callback},
    Landmark{"trouble", &Landmarks::trouble},
    Landmark{"bye", &Landmarks::bye},
    Landmark{"busy", &Landmarks::busy},
    Landmark{"unlock", &Landmarks::unlock, false},
    Landmark{"unknown", &Landmarks::unknown, false},
};

bool is_screen_id(std::string_view id) {
    return !id.empty() && id.size() <= 60 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    });
}

/// "# Who is near me?\n# What, how far.\nscreens:" → "Who is near me? What, how far."
std::string first_comment(std::string_view content) {
    std::string out;
    while (content.starts_with('#')) {
        auto const end = std::min(content.find('\n'), content.size());
        auto line = content.substr(1, end - 1);
        while (line.starts_with(' ')) line.remove_prefix(1);
        if (!out.empty()) out += ' ';
        out += line;
        content.remove_prefix(std::min(end + 1, content.size()));
    }
    return out;
}

} // namespace

Result<Menu> Menu::load(std::span<Embedded const> files, std::vector<Problem>& problems) {
    if (files.empty())
        return fail(Errc::invalid_config, "no flow files: the menus folder holds no *.yaml");
    if (files.size() > files_max)
        return fail(Errc::limit, "more than 200 flow files; is this the right menus folder?");
    MenuReader reader(problems);
    for (auto const& file : files) reader.read(file);
    return reader.finish();
}

void MenuReader::read(Embedded const& file) {
    Source source{std::string(file.path), problems_};
    if (file.content.size() > file_bytes_max)
        return source.complain(1, "larger than 256 KiB; split the flow");
    menu_.intros_.emplace_back(source.file, first_comment(file.content));
    // yaml-cpp throws on bad syntax: this is the one fence.
    try {
        YAML::Node const root = YAML::Load(std::string(file.content));
        if (root.IsNull()) return;
        Table table(source, root, source.file, 1);
        if (Word const* word = table.take("settings")) read_settings(source, *word);
        if (Word const* word = table.take("tasks")) read_tasks(source, *word);
        if (Word const* word = table.take("caps")) read_caps(source, *word);
        if (Word const* word = table.take("commands")) read_commands(source, *word);
        if (Word const* word = table.take("words"))
            menu_.argument_words_ = read_argument_words(source, *word);
        if (Word const* word = table.take("screens")) read_screens(source, *word);
        table.close();
    } catch (YAML::Exception const& error) {
        source.complain(error.mark.is_null() ? 1 : error.mark.line + 1,
                        "not readable as YAML: " + error.msg);
    }
}

void MenuReader::read_settings(Source& source, Word const& word) {
    if (!settings_file_.empty())
        return source.complain(word.line, "settings stand in " + settings_file_ + " already");
    settings_file_ = source.file;
    Table table(source, word.value, "settings", word.line);
    for (auto const& row : kLandmarks) {
        menu_.landmarks_.*row.place = table.text(row.name);
        if (row.needed && (menu_.landmarks_.*row.place).empty())
            table.complain(word.line, fmt::format("lacks `{}:`, a screen", row.name));
    }
    table.close();
}

void MenuReader::read_tasks(Source& source, Word const& word) {
    Table tasks(source, word.value, "tasks", word.line);
    for (auto const& [name, value, at, known] : tasks.words()) {
        Table table(source, value, "task " + name, at);
        Task task{name,
                  table.text("from"),
                  table.text("to"),
                  table.number("inputs", 1, 99, 0),
                  table.number("total", 1, 99, 0),
                  source.file,
                  at};
        table.close();
        if (task.max_inputs == 0) table.complain(at, "lacks `inputs:`, the most it may take");
        if (task.max_total == 0) task.max_total = task.max_inputs;
        menu_.tasks_.push_back(std::move(task));
    }
}

void MenuReader::read_commands(Source& source, Word const& word) {
    if (!menu_.commands_.empty())
        return source.complain(word.line,
                               "commands stand in " + menu_.commands_.front().file + " already");
    menu_.commands_ = menus::read_commands(source, word);
}

void MenuReader::read_caps(Source& source, Word const& word) {
    Table caps(source, word.value, "caps", word.line);
    for (auto const& [name, value, at, known] : caps.words()) {
        Table table(source, value, "cap " + name, at);
        Cap cap{
            name, table.number("gsm7", 1, 160, 0), table.number("ucs2", 1, 80, 0), {}, source.file,
            at};
        for (auto const& inner : table.words())
            if (inner.key != "gsm7" && inner.key != "ucs2")
                cap.example.set(inner.key, table.text(inner.key));
        if (cap.gsm7 == 0 || cap.ucs2 == 0)
            table.complain(at, "lacks `gsm7:` or `ucs2:`, the widest it may stand");
        menu_.caps_.push_back(std::move(cap));
    }
}

void MenuReader::read_screens(Source& source, Word const& word) {
    Table screens(source, word.value, "screens", word.line);
    for (auto const& [id, value, at, known] : screens.words()) {
        if (!is_screen_id(id)) {
            source.complain(at,
                            fmt::format("`{}` is no screen id: small letters, digits, dots", id));
            continue;
        }
        auto const twin =
            std::find_if(screens_.begin(), screens_.end(),
                         [&name = id](ReadScreen const& s) { return s.node.id == name; });
        if (twin != screens_.end())
            source.complain(at, fmt::format("{} stands at {}:{} already", id, twin->node.file,
                                            twin->node.line));
        else if (screens_.size() == screens_max)
            source.complain(at, "more than 5000 screens");
        else
            screens_.push_back(read_screen(source, id, value, at));
    }
}

void MenuReader::keep_shipped_rows() {
    auto const shipped = [&](std::string const& id) {
        return std::any_of(screens_.begin(), screens_.end(),
                           [&](ReadScreen const& s) { return s.node.id == id; });
    };
    for (auto& screen : screens_)
        for (auto& wanted : screen.rows)
            if (wanted.needs.empty() || shipped(wanted.needs))
                screen.node.rows.push_back(std::move(wanted.row));
            else
                menu_.waiting_texts_.push_back(std::move(wanted.row.text));
}

Menu MenuReader::finish() {
    keep_shipped_rows();
    std::sort(menu_.caps_.begin(), menu_.caps_.end(),
              [](Cap const& a, Cap const& b) { return a.name < b.name; });
    for (std::size_t at = 0; at < menu_.caps_.size(); ++at) {
        menu_.cap_index_.emplace(menu_.caps_[at].name, at);
        menu_.cap_shapes_ |= std::uint64_t{1} << Menu::shape_of(menu_.caps_[at].name);
    }
    for (auto& screen : screens_) {
        menu_.index_.emplace(screen.node.id, menu_.nodes_.size());
        menu_.nodes_.push_back(std::move(screen.node));
    }
    if (settings_file_.empty())
        problems_.push_back(
            {"menus", 1, "no file has `settings:`; dial.yaml should begin with it"});
    prove_names(menu_, problems_);
    prove_commands(menu_, problems_);
    return std::move(menu_);
}

} // namespace haatline::menus
