#include "menus/session.hpp"

#include <boost/json.hpp>

#include <array>
#include <limits>

namespace haatline::menus {
namespace {

namespace json = boost::json;

bool read(json::value const& value, std::string& out) {
    if (!value.is_string()) return false;
    out.assign(value.get_string().data(), value.get_string().size());
    return true;
}

bool read(json::value const& value, int& out) {
    if (!value.is_int64()) return false;
    auto const number = value.get_int64();
    if (number < 0 || number > std::numeric_limits<int>::max()) return false;
    out = static_cast<int>(number);
    return true;
}

bool read(json::value const& value, bool& out) {
    if (!value.is_int64()) return false;
    out = value.get_int64() != 0;
    return true;
}

bool read(json::value const& value, TimePoint& out) {
    if (!value.is_int64()) return false;
    out = TimePoint(Millis(value.get_int64()));
    return true;
}

bool read(json::value const& value, Values& out) {
    if (!value.is_object()) return false;
    for (auto const& [key, held] : value.get_object()) {
        if (!held.is_string()) return false;
        auto const& text = held.get_string();
        out.set({key.data(), key.size()}, {text.data(), text.size()});
    }
    return true;
}

bool read(json::value const& value, Mark& out) {
    if (!value.is_array() || value.get_array().size() != 2) return false;
    return read(value.get_array()[0], out.screen) && read(value.get_array()[1], out.n);
}

template <class T>
bool read(json::value const& value, std::vector<T>& out) {
    if (!value.is_array()) return false;
    for (auto const& one : value.get_array())
        if (!read(one, out.emplace_back())) return false;
    return true;
}

template <auto Member>
bool member(json::value const& value, Session& session) {
    return read(value, session.*Member);
}

struct Field {
    std::string_view name;
    bool (*read)(json::value const&, Session&);
};

constexpr std::array kFields{
    Field{"s", member<&Session::screen>},         Field{"l", member<&Session::language>},
    Field{"i", member<&Session::person>},         Field{"v", member<&Session::vars>},
    Field{"b", member<&Session::back>},           Field{"r", member<&Session::returns>},
    Field{"w", member<&Session::rows>},           Field{"u", member<&Session::resume>},
    Field{"ui", member<&Session::resume_person>}, Field{"uv", member<&Session::resume_vars>},
    Field{"ub", member<&Session::resume_back>},   Field{"ur", member<&Session::resume_returns>},
    Field{"o", member<&Session::offset>},         Field{"n", member<&Session::shown>},
    Field{"m", member<&Session::more>},           Field{"p", member<&Session::page>},
    Field{"x", member<&Session::wrong>},          Field{"e", member<&Session::ended>},
    Field{"uz", member<&Session::resume_last>},   Field{"t", member<&Session::started>},
    Field{"z", member<&Session::last>},           Field{"c", member<&Session::channel>},
    Field{"lw", member<&Session::listed>},        Field{"lo", member<&Session::lost>},
};

} // namespace

Result<Session> session_from_json(std::string_view text) {
    json::error_code ec;
    auto const value = json::parse(json::string_view(text.data(), text.size()), ec);
    if (ec || !value.is_object())
        return fail(Errc::invalid_data, "a stored dialogue is not a JSON object");
    Session out;
    for (auto const& field : kFields) {
        auto const* found =
            value.get_object().if_contains(json::string_view(field.name.data(), field.name.size()));
        if (found && !field.read(*found, out))
            return fail(Errc::invalid_data, "a stored dialogue's member \"" +
                                                std::string(field.name) + "\" has the wrong shape");
    }
    // A digit means a printed row: fewer rows than were printed would be read past their end.
    if (out.shown > static_cast<int>(out.rows.size()))
        return fail(Errc::invalid_data, "a stored dialogue holds fewer rows than its page printed");
    return out;
}

} // namespace haatline::menus
