#pragma once

#include "gateway/mapping/expression.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// What a slot's value is written into.
enum class Escape : std::uint8_t { none, xml_text, xml_attribute };

/// "CON {text}": literal pieces and slots, read once at load. In XML each slot is escaped for where it stands.
/// `{#say}…{/say}` is left out when `say` is absent, empty or false, and stands once for each item of a list.
class TextTemplate {
  public:
    enum class Kind : std::uint8_t { plain, xml };

    /// @fails Errc::invalid_config for an open brace or a broken expression.
    static Result<TextTemplate> parse(std::string_view text, Kind kind = Kind::plain);

    /// Nothing when the whole template is one slot and that is absent; an absent slot among others writes nothing.
    /// @fails Errc::bad_request as `evaluate`.
    Result<Value> render(Scope const& scope) const;
    /// Appends to `out`. @returns whether anything was there to write.
    Result<bool> append(Scope const& scope, std::string& out) const;

    bool is_one_number() const; ///< one slot, and its value is a JSON number
    void each_source(std::function<void(Source const&)> const& see) const;

  private:
    struct Piece {
        std::string literal;
        std::optional<Expression> slot;
        Escape escape = Escape::none;
        std::optional<std::string> line_break;
        std::string block; ///< name of what `inside` is repeated for
        std::vector<Piece> inside;
    };
    using Pieces = std::vector<Piece>;
    static Result<Pieces> parse_pieces(std::string_view text, std::size_t& at, Kind kind,
                                       std::string const& block);
    static Result<bool> append_pieces(Pieces const& pieces, Scope const& scope, std::string& out);
    static Result<bool> append_block(Piece const& piece, Scope const& scope, std::string& out);
    static void see_pieces(Pieces const& pieces, std::function<void(Source const&)> const& see);

    Pieces pieces_;
};

/// Appends `text` as it may stand there. Characters that XML cannot carry are left out.
void append_escaped(std::string& out, std::string_view text, Escape escape,
                    std::optional<std::string> const& line_break = {});

} // namespace haatline::gateway::mapping
