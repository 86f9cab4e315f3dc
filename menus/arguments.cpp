#include "menus/arguments.hpp"

#include "cluster/reference.hpp"
#include "locales/coding/measure.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "menus/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::menus {
namespace {

constexpr std::size_t tokens_max = 40; ///< what stands behind is not looked at
constexpr std::size_t word_units = 40; ///< as wide as `type.word` takes
constexpr std::array<std::string_view, 7> kShapes{"word",     "row",  "ref",     "pin",
                                                  "quantity", "code", "language"};

struct Token {
    std::string text;   ///< as it was written
    std::string key;    ///< match key
    std::string digits; ///< when it is a number and nothing else
    bool used = false;
};

std::vector<Token> tokens_of(std::string_view behind) {
    std::vector<Token> out;
    for (std::size_t at = 0; at < behind.size() && out.size() < tokens_max;) {
        auto const end = std::min(behind.find(' ', at), behind.size());
        if (end > at) {
            Token one;
            one.text = std::string(behind.substr(at, end - at));
            one.key = text::match_key(one.text);
            if (text::all_digits(one.key)) one.digits = one.key;
            if (!one.key.empty()) out.push_back(std::move(one));
        }
        at = end + 1;
    }
    return out;
}

/// How far away a place may be, as the rings of `peers.near` (reference/domain.md: about a bus ride, a
/// district, a state).
std::string_view ring_of(int km) {
    struct Ring {
        int most;
        std::string_view name;
    };
    static constexpr std::array kRings{Ring{25, "near"}, Ring{70, "district"}, Ring{400, "state"}};
    for (auto const& ring : kRings)
        if (km <= ring.most) return ring.name;
    return "india";
}

class Reading {
  public:
    Reading(Menu const& menu, Catalogue const& words, CommandWay const& way,
            std::string_view behind)
        : menu_(menu), words_(words), way_(way), tokens_(tokens_of(behind)) {}

    Values read() {
        for (auto const& word : menu_.argument_words())
            if (takes(word.name)) marked(word);
        for (std::size_t at = 0; at < tokens_.size(); ++at)
            if (!tokens_[at].used) number(at);
        if (takes("language")) language();
        if (takes("word")) rest();
        return std::move(out_);
    }

  private:
    bool takes(std::string_view shape) const {
        return std::find(way_.takes.begin(), way_.takes.end(), shape) != way_.takes.end();
    }

    static bool is_one_of(std::vector<std::string> const& keys, std::string const& key) {
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    }

    /// "in Patna", "Patna mein", "10 km", "at 120", "WEEKLY".
    void marked(ArgumentWord const& word) {
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            if (tokens_[at].used) continue;
            bool const before = is_one_of(word.before, tokens_[at].key);
            if (!before && !is_one_of(word.after, tokens_[at].key)) continue;
            if (!meant(word, at, before)) continue;
            tokens_[at].used = true;
            for (auto const& [name, value] : word.set) out_.set(name, value);
            return;
        }
    }

    bool meant(ArgumentWord const& word, std::size_t at, bool before) {
        if (word.name == "in") return before ? place_behind(at + 1) : at > 0 && place_at(at - 1);
        if (word.name == "km") return at > 0 && distance(at - 1);
        if (word.name == "at") return before ? price(at + 1) : at > 0 && price(at - 1);
        return true;
    }

    bool place_at(std::size_t at) {
        Token& token = tokens_[at];
        if (token.used) return false;
        token.used = true;
        if (pin(token)) return true;
        out_.set("at_place", token.text);
        return true;
    }

    /// A place of several words ends at a number or a marked word.
    bool place_behind(std::size_t at) {
        if (at >= tokens_.size()) return false;
        if (pin(tokens_[at])) return tokens_[at].used = true;
        std::string place;
        for (; at < tokens_.size() && tokens_[at].digits.empty() && !tokens_[at].used &&
               !is_mark(tokens_[at].key);
             ++at) {
            place += (place.empty() ? "" : " ") + tokens_[at].text;
            tokens_[at].used = true;
        }
        if (!place.empty()) out_.set("at_place", coding::cut_to_units(place, word_units));
        return !place.empty();
    }

    bool is_mark(std::string const& key) const {
        return std::any_of(menu_.argument_words().begin(), menu_.argument_words().end(),
                           [&](ArgumentWord const& word) {
                               return takes(word.name) &&
                                      (is_one_of(word.before, key) || is_one_of(word.after, key));
                           });
    }

    bool distance(std::size_t at) {
        int km = 0;
        auto const& digits = tokens_[at].digits;
        auto const end = digits.data() + digits.size();
        if (digits.empty() || digits.size() > 4 ||
            std::from_chars(digits.data(), end, km).ptr != end)
            return false;
        out_.set("ring", ring_of(km));
        return tokens_[at].used = true;
    }

    bool price(std::size_t at) {
        if (at >= tokens_.size()) return false;
        auto const amount = read_amount(tokens_[at].text);
        if (!amount || amount->size() > 6) return false;
        out_.set("price", *amount);
        out_.set("rate", *amount);
        return tokens_[at].used = true;
    }

    bool pin(Token const& token) {
        if (token.digits.size() != 6 || token.digits[0] == '0') return false;
        out_.set("at_pin", token.digits);
        return true;
    }

    void number(std::size_t at) {
        Token& token = tokens_[at];
        if (takes("quantity") && quantity(at)) return;
        if (token.digits.empty()) return;
        token.used = true;
        if (takes("ref") && token.digits.size() == 6) {
            out_.set(reference_serial(token.digits) ? "ask" : "bad_ref",
                     reference_serial(token.digits) ? token.digits : "yes");
        } else if (takes("pin") && pin(token)) {
        } else if (takes("code") && token.digits.size() == 4) {
            out_.set("said", token.digits);
        } else if (takes("row") && token.digits.size() <= 2) {
            out_.set("row", token.digits);
        } else if (takes("ref")) {
            out_.set("bad_ref", "yes");
        } else {
            token.used = false;
        }
    }

    bool quantity(std::size_t at) {
        Token& token = tokens_[at];
        if (out_.has("amount")) return at_end(at) && !out_.has("price") && price(at);
        bool const pair = at + 1 < tokens_.size() && !tokens_[at + 1].used;
        auto const with_next = pair ? read_quantity(token.text + " " + tokens_[at + 1].text)
                                    : std::optional<Quantity>();
        auto const alone = read_quantity(token.text);
        if (!alone || (alone->unit.empty() && token.digits.empty() && !read_amount(token.text)))
            return false;
        bool const next_is_unit = alone->unit.empty() && with_next && !with_next->unit.empty();
        auto const& found = next_is_unit ? with_next : alone;
        out_.set("qty", found->number);
        out_.set("unit", found->unit);
        out_.set("amount", found->unit.empty() ? found->number : found->number + " " + found->unit);
        token.used = true;
        if (next_is_unit) tokens_[at + 1].used = true;
        return true;
    }

    bool at_end(std::size_t at) const { return at + 1 == tokens_.size(); }

    void language() {
        for (auto& token : tokens_)
            for (auto const& language : words_.languages())
                if (!token.used && (token.key == text::match_key(language.code) ||
                                    token.key == text::match_key(language.own_name) ||
                                    token.key == text::match_key(language.latin_name) ||
                                    token.digits == language.dial_suffix)) {
                    out_.set("tongue", language.code);
                    token.used = true;
                    return;
                }
    }

    void rest() {
        std::string word;
        for (auto const& token : tokens_)
            if (!token.used) word += (word.empty() ? "" : " ") + token.text;
        if (!word.empty()) out_.set("word", coding::cut_to_units(word, word_units));
    }

    Menu const& menu_;
    Catalogue const& words_;
    CommandWay const& way_;
    std::vector<Token> tokens_;
    Values out_;
};

} // namespace

bool is_argument(Menu const& menu, std::string_view name) {
    return std::find(kShapes.begin(), kShapes.end(), name) != kShapes.end() ||
           std::any_of(menu.argument_words().begin(), menu.argument_words().end(),
                       [&](ArgumentWord const& word) { return word.name == name; });
}

std::span<std::string_view const> argument_names() {
    static constexpr std::array<std::string_view, 14> kNames{
        "word", "row",  "ask",    "bad_ref", "at_pin", "at_place", "ring",
        "qty",  "unit", "amount", "price",   "rate",   "said",     "tongue"};
    return kNames;
}

Values read_arguments(Menu const& menu, Catalogue const& words, CommandWay const& way,
                      std::string_view behind) {
    return Reading(menu, words, way, behind).read();
}

} // namespace haatline::menus
