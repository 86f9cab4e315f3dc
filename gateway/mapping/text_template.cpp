#include "gateway/mapping/text_template.hpp"

#include "gateway/mapping/scope.hpp"

#include <fmt/format.h>

namespace haatline::gateway::mapping {
namespace {

/// The end of the slot that begins at `at` (behind its brace): its closing brace, quotes looked over.
std::size_t slot_end(std::string_view text, std::size_t at) {
    bool quoted = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '\\' && quoted)
            ++at;
        else if (text[at] == '\'')
            quoted = !quoted;
        else if (text[at] == '}' && !quoted)
            return at;
    }
    return std::string_view::npos;
}

/// Whether the text so far ends inside a tag, where values are attributes.
bool inside_tag(std::string_view so_far) {
    auto const open = so_far.rfind('<');
    if (open == std::string_view::npos) return false;
    auto const close = so_far.rfind('>');
    return close == std::string_view::npos || close < open;
}

bool fits_xml(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\n' || c == '\t' || c == '\r';
}

/// XML 1.0 §2.4; a line feed in an attribute would be read as a blank (§3.3.3).
std::string_view entity(char c, Escape escape) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        break;
    }
    if (escape != Escape::xml_attribute) return {};
    switch (c) {
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
        return "&#10;";
    default:
        return {};
    }
}

} // namespace

void append_escaped(std::string& out, std::string_view text, Escape escape,
                    std::optional<std::string> const& line_break) {
    if (escape == Escape::none && !line_break) {
        out.append(text);
        return;
    }
    for (char const c : text) {
        if (c == '\n' && line_break)
            out += *line_break;
        else if (escape == Escape::none)
            out += c;
        else if (auto const special = entity(c, escape); !special.empty())
            out += special;
        else if (fits_xml(c))
            out += c;
    }
}

Result<TextTemplate::Pieces> TextTemplate::parse_pieces(std::string_view text, std::size_t& at,
                                                        Kind kind, std::string const& block) {
    auto const wrong = [&](std::string_view what) {
        return fail(Errc::invalid_config, fmt::format("{} in `{}`", what, text));
    };
    Pieces out;
    std::string literal;
    auto const flush = [&] {
        if (!literal.empty()) out.push_back({std::move(literal), {}, Escape::none, {}, {}, {}});
        literal.clear();
    };
    while (at < text.size()) {
        char const c = text[at];
        bool const doubled = at + 1 < text.size() && text[at + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            literal += c;
            at += 2;
            continue;
        }
        if (c == '}')
            return wrong("a brace is closed that was not open (a brace itself is written twice)");
        if (c != '{') {
            literal += c;
            ++at;
            continue;
        }
        auto const begin = at + 1;
        auto const end = slot_end(text, begin);
        if (end == std::string_view::npos) return wrong("a brace is open");
        auto const slot_text = text.substr(begin, end - begin);
        at = end + 1;
        flush();
        if (slot_text.starts_with('/')) {
            if (block.empty() || slot_text.substr(1) != block)
                return wrong("a block is closed that was not open");
            return out;
        }
        Piece piece;
        if (slot_text.starts_with('#')) {
            piece.block = slot_text.substr(1);
            auto inside = parse_pieces(text, at, kind, piece.block);
            if (!inside) return fail(inside.error());
            piece.inside = std::move(*inside);
            out.push_back(std::move(piece));
            continue;
        }
        auto slot = parse_expression(slot_text, Place::variable);
        if (!slot) return fail(slot.error());
        slot->may_be_absent = true;
        if (kind == Kind::xml)
            piece.escape =
                inside_tag(text.substr(0, begin - 1)) ? Escape::xml_attribute : Escape::xml_text;
        for (auto const& filter : slot->filters)
            if (filter.breaks_lines()) piece.line_break = filter.arguments().front();
        piece.slot = std::move(*slot);
        out.push_back(std::move(piece));
    }
    if (!block.empty()) return wrong("the block " + block + " is open");
    flush();
    return out;
}

Result<TextTemplate> TextTemplate::parse(std::string_view text, Kind kind) {
    std::size_t at = 0;
    auto pieces = parse_pieces(text, at, kind, {});
    if (!pieces) return fail(pieces.error());
    TextTemplate out;
    out.pieces_ = std::move(*pieces);
    return out;
}

Result<bool> TextTemplate::append_block(Piece const& piece, Scope const& scope, std::string& out) {
    std::vector<Given> room;
    if (auto const* list = scope.list(piece.block)) {
        for (auto const& item : *list) {
            auto const done =
                append_pieces(piece.inside, scope.with(room, {{piece.block, item}}), out);
            if (!done) return done;
        }
        return !list->empty();
    }
    auto const found = scope.find({Place::variable, piece.block});
    if (!found.text || found.text->empty() || *found.text == "false") return false;
    return append_pieces(piece.inside, scope, out);
}

Result<bool> TextTemplate::append_pieces(Pieces const& pieces, Scope const& scope,
                                         std::string& out) {
    bool any = pieces.empty();
    for (auto const& piece : pieces) {
        if (!piece.block.empty()) {
            auto const done = append_block(piece, scope, out);
            if (!done) return done;
            any = any || *done;
            continue;
        }
        if (!piece.slot) {
            out += piece.literal;
            any = true;
            continue;
        }
        // Most slots are a text as it stands: no copy is made of it.
        if (piece.slot->filters.empty() && piece.slot->sources.size() == 1 &&
            !scope.list(piece.slot->sources.front().name)) {
            auto const found = scope.find(piece.slot->sources.front());
            if (found.text) append_escaped(out, *found.text, piece.escape, piece.line_break);
            any = any || found.text.has_value();
            continue;
        }
        auto const value = evaluate(*piece.slot, scope);
        if (!value) return fail(value.error());
        if (*value) append_escaped(out, **value, piece.escape, piece.line_break);
        any = any || value->has_value();
    }
    return any;
}

Result<bool> TextTemplate::append(Scope const& scope, std::string& out) const {
    return append_pieces(pieces_, scope, out);
}

Result<Value> TextTemplate::render(Scope const& scope) const {
    std::string out;
    auto const any = append(scope, out);
    if (!any) return fail(any.error());
    return *any ? Value(std::move(out)) : Value();
}

bool TextTemplate::is_one_number() const {
    return pieces_.size() == 1 && pieces_.front().slot && !pieces_.front().slot->filters.empty() &&
           pieces_.front().slot->filters.back().makes_number();
}

void TextTemplate::see_pieces(Pieces const& pieces, std::function<void(Source const&)> const& see) {
    for (auto const& piece : pieces) {
        if (piece.slot)
            for (auto const& source : piece.slot->sources) see(source);
        if (!piece.block.empty()) see({Place::variable, piece.block});
        see_pieces(piece.inside, see);
    }
}

void TextTemplate::each_source(std::function<void(Source const&)> const& see) const {
    see_pieces(pieces_, see);
}

} // namespace haatline::gateway::mapping
