#include "storage/sqlite/ledger.hpp"

#include "storage/sqlite/ledger_seal.hpp"

#include <algorithm>
#include <charconv>

namespace haatline::storage {
namespace {

constexpr Sql kLast{"ledger.last",
                    "SELECT seq, hash FROM message_ledger ORDER BY seq DESC LIMIT 1"};
// OR FAIL: one row has nothing before it to be undone (schema/0017).
constexpr Sql kAppend{
    "ledger.append",
    "INSERT OR FAIL INTO message_ledger (seq, at, act, state, parcel, campaign, subject, class, "
    "consent, "
    "terms, segments, paise, category, language, purpose, caused_by, variables, route, ids, "
    "reason, raw_code, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?)"};
constexpr Sql kTerms{"ledger.terms", "SELECT id FROM message_terms WHERE hash = ?"};
constexpr Sql kAddTerms{"ledger.terms.add",
                        "INSERT INTO message_terms (hash, entity, header, template, version, "
                        "chain) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr Sql kConsent{"ledger.consent", "SELECT id FROM consent WHERE person = ? AND purpose = ? "
                                         "AND withdrawn_at IS NULL"};

/// Of what comes from outside; an id has at most 65 octets (SMPP 3.4 §5.2.23), a text 255 parts.
constexpr std::size_t kWordOctets = 128, kIdsOctets = 4096;
/// A register has some hundreds of templates; more are looked up again.
constexpr std::size_t kTermsKept = 4096;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t kNumberDigits = 10;

std::size_t digits_at(std::string_view text, std::size_t at) {
    auto const end = text.find_first_not_of("0123456789", at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

/// Where the digits from `at` on end, and whether they read like a telephone number: ten or more, also
/// in groups. A code before a number is not part of it.
std::pair<std::size_t, bool> stretch(std::string_view text, std::size_t at) {
    auto const first = digits_at(text, at);
    if (first >= kNumberDigits) return {at + first, true};
    std::size_t end = at + first, digits = first;
    for (std::size_t next = end; next < text.size() && (text[next] == ' ' || text[next] == '-');) {
        auto const group = digits_at(text, ++next);
        if (group >= kNumberDigits) break;
        if (group == 0) continue;
        digits += group;
        end = next += group;
    }
    if (digits >= kNumberDigits) return {end, true};
    return {at + first, false};
}

/// A provider's ids, with the ten digits of her number as one '#': some make their ids of it.
std::string without_her(std::string_view ids, Msisdn to) {
    std::string out(ids.substr(0, kIdsOctets));
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    if (to.number() == 0) return out;
    auto const digits = std::to_string(to.number() % 10'000'000'000);
    for (auto at = out.find(digits); at != std::string::npos; at = out.find(digits, at))
        out.replace(at, digits.size(), "#");
    return out;
}

} // namespace

std::string without_numbers(std::string_view written, std::size_t octets) {
    std::string out;
    for (std::size_t at = 0; at < written.size() && out.size() < octets;) {
        if (auto const c = static_cast<unsigned char>(written[at]); !is_digit(written[at])) {
            out += c < 0x20 || c == 0x7F ? '?' : static_cast<char>(c);
            ++at;
            continue;
        }
        auto const [end, is_number] = stretch(written, at);
        if (is_number)
            out += '#';
        else
            out += written.substr(at, end - at);
        at = end;
    }
    if (out.size() > octets) out.resize(octets);
    return out;
}

void Ledger::forget() {
    known_ = false;
    terms_text_.clear();
    terms_known_.clear();
}

/// After a commit of anybody's the version is another one, so the end is read once a transaction.
Result<void> Ledger::catch_up() {
    unsigned version = 0;
    sqlite3_file_control(sql_.db().raw(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
    if (known_ && version == version_) return {};
    Run last(sql_[kLast]);
    seq_ = 0;
    hash_ = ledger::start();
    if (last->step()) {
        seq_ = last->integer(0);
        hash_ = last->text(1);
    }
    if (auto ended = sql_.ended(*last, kLast); !ended) return ended;
    version_ = version;
    known_ = true;
    return {};
}

Result<std::int64_t> Ledger::terms_of(MessageTerms const& terms) {
    std::array const texts{terms.entity, terms.header, terms.template_id, terms.version,
                           terms.chain};
    if (std::ranges::all_of(texts, &std::string_view::empty)) {
        terms_hash_.clear();
        terms_text_.clear();
        return terms_ = 0;
    }
    auto const sealed = ledger::sealed_terms(texts);
    if (sealed == terms_text_) return terms_;
    terms_text_.clear();
    terms_hash_ = ledger::hash_of(sealed);
    if (terms_known_.size() >= kTermsKept) terms_known_.clear();
    auto const [at, is_new] = terms_known_.try_emplace(terms_hash_, 0);
    if (is_new) {
        Run run(sql_[kTerms]);
        if (run->bind_octets(1, terms_hash_).step()) at->second = run->integer(0);
        if (auto ended = sql_.ended(*run, kTerms); !ended) return fail(ended.error());
    }
    if (at->second == 0) {
        auto const added = change(sql_, kAddTerms, Octets{terms_hash_}, texts[0], texts[1],
                                  texts[2], texts[3], texts[4]);
        if (!added) {
            terms_known_.erase(at);
            return fail(added.error());
        }
        at->second = sql_.db().last_id();
    }
    terms_text_ = sealed;
    return terms_ = at->second;
}

Result<std::int64_t> Ledger::consent_of(LedgerRow const& row) {
    if (row.consent != 0 || row.person == 0 || row.purpose.empty()) return row.consent;
    Run run(sql_[kConsent]);
    std::int64_t consent = 0;
    if (run->bind(1, row.person).bind(2, row.purpose).step()) consent = run->integer(0);
    if (auto ended = sql_.ended(*run, kConsent); !ended) return fail(ended.error());
    return consent;
}

Result<void> Ledger::append(LedgerRow const& row) {
    if (auto caught = catch_up(); !caught) return caught;
    auto const terms = terms_of(row.terms);
    if (!terms) return fail(terms.error());
    auto const consent = consent_of(row);
    if (!consent) return fail(consent.error());
    auto const ids = row.ids.empty() ? std::string() : without_her(row.ids, row.to);
    auto const reason = without_numbers(row.reason, kWordOctets);
    auto const raw_code = without_numbers(row.raw_code, kWordOctets);
    auto const caused_by = without_numbers(row.caused_by, kWordOctets);
    auto const at = row.at.time_since_epoch().count();
    std::array<std::int64_t, ledger::numbers> const numbers{seq_ + 1,
                                                            at,
                                                            static_cast<std::int64_t>(row.act),
                                                            static_cast<std::int64_t>(row.state),
                                                            row.parcel,
                                                            row.campaign,
                                                            row.subject,
                                                            static_cast<std::int64_t>(row.cls),
                                                            *consent,
                                                            *terms,
                                                            row.segments,
                                                            row.paise};
    std::array<std::string_view, ledger::texts> const texts{
        row.category, row.language, row.purpose, caused_by, row.variables,
        row.route,    ids,          reason,      raw_code};
    ledger::Seal seal(sealed_);
    for (auto const number : numbers) {
        std::array<char, 24> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        seal.add({digits.data(), static_cast<std::size_t>(end - digits.data())});
    }
    for (auto const text : texts) seal.add(text);
    seal.add(*terms == 0 ? std::string_view() : std::string_view(terms_hash_));
    seal.add(hash_);
    auto hash = seal.hash();
    Statement& statement = sql_[kAppend];
    int place = 0;
    for (auto const number : numbers) statement.bind(++place, number);
    for (auto const text : texts) statement.bind(++place, text);
    statement.bind_octets(++place, hash);
    auto const written = sql_.db().finish(statement);
    if (!written) {
        forget();
        return written;
    }
    ++seq_;
    hash_ = std::move(hash);
    return {};
}

} // namespace haatline::storage
