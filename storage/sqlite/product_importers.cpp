#include "cluster/role.hpp"
#include "locales/text/clean.hpp"
#include "storage/sqlite/importer.hpp"

#include <array>

namespace haatline::storage {
namespace {

struct LabelColumn {
    std::string_view column, lang, kind;
};
constexpr std::array kLabels{
    LabelColumn{"short_en", "en", "short"},
    LabelColumn{"short_hi", "hi", "short"},
    LabelColumn{"short_hi_latn", "hi-Latn", "short"},
    LabelColumn{"name_en", "en", "name"},
    LabelColumn{"name_hi", "hi", "name"},
};
/// Columns with one name in that language and script, by its code.
constexpr std::array<std::string_view, 11> kLanguages{"bn", "mr", "te", "ta", "gu", "kn",
                                                      "or", "ml", "pa", "as", "ur"};

constexpr Sql kProductByCode{"product.by_code", "SELECT id FROM product WHERE code = ?"};
constexpr Sql kAddProduct{"product.add",
                          "INSERT INTO product (code, kind, nic, rank, status) VALUES (?, ?, ?, "
                          "(SELECT ifnull(max(rank), 0) + 1 FROM product), ?)"};
constexpr Sql kPutProduct{"product.put",
                          "UPDATE product SET kind = ?2, nic = ?3, status = ?4 WHERE id = ?1 AND "
                          "(kind <> ?2 OR nic <> ?3 OR status <> ?4)"};
// A strong word of one product may be a weak word of another; for the same product the strong form
// stays.
constexpr Sql kPutWord{
    "product_word.put",
    "INSERT INTO product_word (key, product, weak, lang, word) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
    "DO "
    "UPDATE SET weak = excluded.weak, lang = excluded.lang, word = excluded.word "
    "WHERE weak > excluded.weak"};
constexpr Sql kDistrictThere{"label.district", "SELECT 1 FROM district WHERE id = ?"};

Result<bool> put_product_word(Prepared& prepared, std::int64_t id, std::string_view lang,
                              std::string_view word, bool weak) {
    auto const key = text::match_key(word);
    if (key.empty()) return false;
    auto const changed = change(prepared, kPutWord, key, id, weak, lang, word);
    if (!changed) return fail(changed.error());
    return *changed > 0;
}

class Products final : public Importer {
  public:
    explicit Products(Prepared& prepared) : prepared_(prepared) {}

    Result<bool> take(FileRow const& row) override {
        auto const code = row.get("code");
        if (code.empty() || code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") !=
                                std::string_view::npos)
            return fail(Errc::bad_request, "code must be small letters, digits and _");
        if (!kind_named(row.get("kind")))
            return fail(Errc::bad_request, "kind must be food, machine or service");
        for (auto const* needed : {"short_en", "name_en"})
            if (row.get(needed).empty())
                return fail(Errc::bad_request, fmt::format("{} must not be empty", needed));

        auto const status =
            row.get("status").empty() ? std::string_view("draft") : row.get("status");
        // Labels are looked at before the product is written, so that a refused row leaves nothing
        // behind.
        if (auto done = prepared_.db().execute("SAVEPOINT row"); !done) return fail(done.error());
        auto taken = put(row, code, status);
        auto const after =
            prepared_.db().execute(taken ? "RELEASE row" : "ROLLBACK TO row; RELEASE row");
        if (!after) return fail(after.error());
        return taken;
    }

  private:
    Result<bool> put(FileRow const& row, std::string_view code, std::string_view status) {
        auto const id = product_id(row, code, status);
        if (!id) return fail(id.error());
        for (auto const& label : kLabels) {
            auto const text = row.get(label.column);
            if (text.empty()) continue;
            auto const changed =
                put_label(prepared_, "product", *id, label.lang, label.kind, text, status);
            if (!changed) return fail(changed.error());
            changed_ = changed_ || *changed;
            if (auto done = put_names(*id, label.lang, text); !done) return fail(done.error());
        }
        for (auto const lang : kLanguages) {
            auto const text = row.get(lang);
            if (text.empty()) continue;
            auto const changed = put_label(prepared_, "product", *id, lang, "name", text, status);
            if (!changed) return fail(changed.error());
            changed_ = changed_ || *changed;
            if (auto done = put_names(*id, lang, text); !done) return fail(done.error());
        }
        for (auto const word : parts_of(row.get("words"), ' '))
            if (auto done = put_word(*id, "", word, false); !done) return fail(done.error());
        for (auto const word : parts_of(row.get("weak"), ' '))
            if (auto done = put_word(*id, "", word, true); !done) return fail(done.error());
        return changed_;
    }

    Result<std::int64_t> product_id(FileRow const& row, std::string_view code,
                                    std::string_view status) {
        changed_ = false;
        std::int64_t id = 0;
        {
            Run there(prepared_[kProductByCode]);
            if (there->bind(1, code).step()) id = there->integer(0);
        }
        auto const changed =
            id ? change(prepared_, kPutProduct, id, row.get("kind"), row.get("nic"), status)
               : change(prepared_, kAddProduct, code, row.get("kind"), row.get("nic"), status);
        if (!changed) return fail(changed.error());
        changed_ = *changed > 0;
        return id ? id : prepared_.db().last_id();
    }

    /// "जैम/चटनी" is called by either name, and by the whole.
    Result<void> put_names(std::int64_t id, std::string_view lang, std::string_view names) {
        auto const plain =
            names.substr(0, names.find('(')); // what stands in brackets explains, nobody types it
        if (auto done = put_word(id, lang, plain, false); !done) return done;
        for (auto const part : parts_of(plain, '/'))
            if (auto done = put_word(id, lang, part, part == plain ? false : true); !done)
                return done;
        return {};
    }

    Result<void> put_word(std::int64_t id, std::string_view lang, std::string_view word,
                          bool weak) {
        auto const changed = put_product_word(prepared_, id, lang, word, weak);
        if (!changed) return fail(changed.error());
        changed_ = changed_ || *changed;
        return {};
    }

    Prepared& prepared_;
    bool changed_ = false;
};

class Labels final : public Importer {
  public:
    explicit Labels(Prepared& prepared) : prepared_(prepared) {}
    Result<bool> take(FileRow const& row) override {
        auto const object = row.get("object");
        bool const product = object == "product";
        if (!product && object != "district")
            return fail(Errc::bad_request, "object must be district or product");
        if (row.get("lang").empty() || row.get("text").empty())
            return fail(Errc::bad_request, "lang and text must not be empty");
        Run there(prepared_[product ? kProductByCode : kDistrictThere]);
        if (!there->bind(1, row.get("key")).step())
            return fail(Errc::bad_request,
                        fmt::format("{} {} is not known", object, row.get("key")));
        std::int64_t id = there->integer(0);
        if (!product) {
            auto const number = whole_number(row, "key", 1, 99'999);
            if (!number) return fail(number.error());
            id = *number;
        }
        auto changed = put_label(prepared_, object, id, row.get("lang"), "short", row.get("text"),
                                 row.get("status"));
        if (product || !changed) return changed;
        auto const alias =
            put_district_alias(prepared_, id, row.get("text")); // what is shown can be typed
        if (!alias) return alias;
        return *changed || *alias;
    }

  private:
    Prepared& prepared_;
};

/// Other words people say for a product, one a row.
class Words final : public Importer {
  public:
    explicit Words(Prepared& prepared) : prepared_(prepared) {}
    Result<bool> take(FileRow const& row) override {
        if (row.get("lang").empty() || text::match_key(row.get("word")).empty())
            return fail(Errc::bad_request, "lang and word must not be empty");
        Run there(prepared_[kProductByCode]);
        if (!there->bind(1, row.get("product")).step())
            return fail(Errc::bad_request,
                        fmt::format("product {} is not known", row.get("product")));
        return put_product_word(prepared_, there->integer(0), row.get("lang"), row.get("word"),
                                false);
    }

  private:
    Prepared& prepared_;
};

} // namespace

std::unique_ptr<Importer> product_importer(Prepared& prepared) {
    return std::make_unique<Products>(prepared);
}
std::unique_ptr<Importer> label_importer(Prepared& prepared) {
    return std::make_unique<Labels>(prepared);
}
std::unique_ptr<Importer> word_importer(Prepared& prepared) {
    return std::make_unique<Words>(prepared);
}

Sql const export_words{
    "words.export", "SELECT p.code, w.lang, w.word FROM product_word w JOIN product p ON p.id = "
                    "w.product WHERE w.lang <> '' AND w.weak = 0 ORDER BY p.rank, w.lang, w.key"};
Sql const export_labels{"labels.export", "SELECT l.object, ifnull(p.code, l.id), l.lang, l.text, "
                                         "l.status FROM label l LEFT JOIN product p "
                                         "ON l.object = 'product' AND p.id = l.id WHERE l.kind = "
                                         "'short' ORDER BY l.object, l.id, l.lang"};

#define NAME_IN(lang, kind)                                                                        \
    "(SELECT text FROM label l WHERE l.object = 'product' AND l.id = p.id AND l.lang = '" lang     \
    "' AND l.kind = '" kind "')"
#define WORDS(weak)                                                                                \
    "(SELECT group_concat(word, ' ') FROM product_word w WHERE w.product = p.id AND w.lang = '' "  \
    "AND w.weak = " weak ")"
Sql const
    export_products{
        "products.export",
        "SELECT p.code, p.kind, p.nic, " NAME_IN("en", "short") ", " NAME_IN(
            "hi",
            "short") ", " NAME_IN("hi-Latn",
                                  "short") ", " NAME_IN("en",
                                                        "name") ", " NAME_IN("hi",
                                                                             "name") ", " WORDS("0") ", " WORDS("1") ", " NAME_IN("bn", "name") ", " NAME_IN("mr", "name") ", " NAME_IN("te", "name") ", " NAME_IN("ta", "name") ", " NAME_IN("gu", "name") ", " NAME_IN("kn", "name") ", " NAME_IN("or",
                                                                                                                                                                                                                                                                                                    "name") ", " NAME_IN("ml", "name") ", " NAME_IN("pa",
                                                                                                                                                                                                                                                                                                                                                    "name") ", " NAME_IN("as",
                                                                                                                                                                                                                                                                                                                                                                         "name") ", " NAME_IN("ur",
                                                                                                                                                                                                                                                                                                                                                                                              "name") ", p.status FROM product p ORDER BY p.rank"};
#undef NAME_IN
#undef WORDS

} // namespace haatline::storage
