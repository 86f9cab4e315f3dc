#include "storage/sqlite/functions.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace haatline::storage {
namespace {

std::string_view octets_of(sqlite3_value* value) {
    auto const* data = static_cast<char const*>(sqlite3_value_blob(value));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)))
                : std::string_view();
}

std::string_view text_of(sqlite3_value* value) {
    auto const* data = reinterpret_cast<char const*>(sqlite3_value_text(value));
    return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)))
                : std::string_view();
}

Functions& own(sqlite3_context* context) {
    return *static_cast<Functions*>(sqlite3_user_data(context));
}

void give(sqlite3_context* context, std::string_view text) {
    sqlite3_result_text64(context, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8);
}

void opened(sqlite3_context* context, int, sqlite3_value** with) {
    if (sqlite3_value_type(with[0]) != SQLITE_BLOB) return sqlite3_result_value(context, with[0]);
    auto const sealed = octets_of(with[0]);
    int fault = SQLITE_OK;
    auto const key = own(context).key_of(sealer(sealed), fault);
    // A key that cannot be read is not one that was destroyed: the whole statement fails.
    if (fault != SQLITE_OK) return sqlite3_result_error_code(context, fault);
    auto const text = key ? open_sealed(*key, sealed) : std::nullopt;
    give(context, text ? std::string_view(*text) : std::string_view());
}

void sealed(sqlite3_context* context, int count, sqlite3_value** with) {
    auto const subject = sqlite3_value_int64(with[1]);
    auto const text = text_of(with[0]);
    if (subject == 0 || text.empty()) return sqlite3_result_value(context, with[0]);
    int fault = SQLITE_OK;
    auto const key = own(context).key_of(subject, fault);
    if (fault != SQLITE_OK) return sqlite3_result_error_code(context, fault);
    // Writing it plain instead would leave words that no erasure finds.
    if (!key || is_destroyed(*key))
        return sqlite3_result_error(context, "sealed(): this subject has no key", -1);
    auto const out = seal(*key, subject, text, count > 2 ? sqlite3_value_int64(with[2]) : 0);
    sqlite3_result_blob64(context, out.data(), out.size(), SQLITE_TRANSIENT);
}

void sealed_by(sqlite3_context* context, int, sqlite3_value** with) {
    bool const blob = sqlite3_value_type(with[0]) == SQLITE_BLOB;
    sqlite3_result_int64(context, blob ? sealer(octets_of(with[0])) : 0);
}

/// Each text with its size before it, eight bytes, low one first, so that no two lists read alike.
template <std::size_t Size>
std::array<unsigned char, Size> hash_of(std::string_view purpose, int count, sqlite3_value** with) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, Size);
    auto const add = [&](std::string_view text) {
        std::array<unsigned char, 8> size{};
        for (std::size_t i = 0; i < size.size(); ++i)
            size[i] = static_cast<unsigned char>(text.size() >> (8 * i));
        crypto_generichash_update(&state, size.data(), size.size());
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(text.data()),
                                  text.size());
    };
    add(purpose);
    for (int i = 0; i < count; ++i) add(text_of(with[i]));
    std::array<unsigned char, Size> out{};
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
}

void word_mark(sqlite3_context* context, int count, sqlite3_value** with) {
    auto const mark = hash_of<16>("haatline word 1", count, with);
    sqlite3_result_blob(context, mark.data(), static_cast<int>(mark.size()), SQLITE_TRANSIENT);
}

void number_mark(sqlite3_context* context, int, sqlite3_value** with) {
    auto const number = text_of(with[0]), key = octets_of(with[1]);
    if (key.size() < crypto_generichash_KEYBYTES_MIN ||
        key.size() > crypto_generichash_KEYBYTES_MAX)
        return sqlite3_result_error(context, "number_mark(): the key is not whole", -1);
    std::array<unsigned char, 16> mark{};
    crypto_generichash(mark.data(), mark.size(),
                       reinterpret_cast<unsigned char const*>(number.data()), number.size(),
                       reinterpret_cast<unsigned char const*>(key.data()), key.size());
    sqlite3_result_blob(context, mark.data(), static_cast<int>(mark.size()), SQLITE_TRANSIENT);
}

void chained(sqlite3_context* context, int count, sqlite3_value** with) {
    auto const hash = hash_of<32>("haatline consent 1", count, with);
    std::array<char, 2 * 32 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    give(context, {hex.data(), 64});
}

struct FunctionRow {
    char const* name;
    int arguments; ///< -1: any number
    int flags;
    void (*run)(sqlite3_context*, int, sqlite3_value**);
};
// What needs a key may stand in no schema; triggers call `chained`, which does nothing but reckon.
constexpr int kDirect = SQLITE_UTF8 | SQLITE_DIRECTONLY;
constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
constexpr std::array kFunctions{
    FunctionRow{"opened", 1, kDirect, &opened},         FunctionRow{"sealed", 2, kDirect, &sealed},
    FunctionRow{"sealed", 3, kDirect, &sealed},         FunctionRow{"sealer", 1, kPure, &sealed_by},
    FunctionRow{"word_mark", 2, kPure, &word_mark},     FunctionRow{"chained", -1, kPure, &chained},
    FunctionRow{"number_mark", 2, kPure, &number_mark},
};

} // namespace

int Functions::teach() {
    for (auto const& row : kFunctions) {
        int const code = sqlite3_create_function_v2(db_, row.name, row.arguments, row.flags, this,
                                                    row.run, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

std::optional<Key> Functions::key_of(std::int64_t subject, int& fault) {
    if (subject == 0) return std::nullopt;
    if (!key_) {
        sqlite3_stmt* raw = nullptr;
        constexpr std::string_view sql = "SELECT key FROM subject WHERE id = ?";
        fault = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                   SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (fault != SQLITE_OK) return std::nullopt;
        key_.reset(raw);
    }
    sqlite3_bind_int64(key_.get(), 1, subject);
    std::optional<Key> out;
    int const read = sqlite3_step(key_.get());
    if (read == SQLITE_ROW && sqlite3_column_bytes(key_.get(), 0) == static_cast<int>(key_bytes)) {
        out.emplace();
        auto const* data = static_cast<unsigned char const*>(sqlite3_column_blob(key_.get(), 0));
        std::copy_n(data, key_bytes, out->begin());
    }
    if (read != SQLITE_ROW && read != SQLITE_DONE) fault = read;
    sqlite3_reset(key_.get());
    return out;
}

} // namespace haatline::storage
