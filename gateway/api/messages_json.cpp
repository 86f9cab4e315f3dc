#include "gateway/api/messages_json.hpp"

#include "cluster/consent.hpp"
#include "locales/text/clean.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

constexpr std::array<std::string_view, 5> kCategories{"service_implicit", "service_explicit",
                                                      "transactional", "promotional", "government"};
constexpr std::size_t kOnceBytes = 128, kIdBytes = 16, kVariablesMost = 16;

std::string hex(std::array<unsigned char, kIdBytes> const& octets) {
    std::array<char, 2 * kIdBytes + 1> out{};
    sodium_bin2hex(out.data(), out.size(), octets.data(), octets.size());
    return {out.data(), 2 * kIdBytes};
}

std::string id_of(std::string_view key, std::string_view once) {
    std::array<unsigned char, kIdBytes> out{};
    std::string const both = fmt::format("{} {}", key, once); // a key's name has no blank
    crypto_generichash(out.data(), out.size(), reinterpret_cast<unsigned char const*>(both.data()),
                       both.size(), nullptr, 0);
    return hex(out);
}

/// 48 bits of milliseconds, then chance: ids of one minute lie together (RFC 9562 orders its version 7 so).
std::string new_id(MessageContext const& from) {
    auto const ms = static_cast<std::uint64_t>(from.now.time_since_epoch().count());
    return fmt::format("{:012x}{:04x}{:016x}", ms & 0xFFFF'FFFF'FFFF, from.chance() & 0xFFFF,
                       from.chance());
}

/// What another program wrote is data: it goes out as it is or not at all.
void check_text(JsonFields& fields, std::string const& text) {
    if (text.size() > message_text_bytes_max)
        return fields.fault("text",
                            fmt::format("is longer than {} octets", message_text_bytes_max));
    auto const clean = text::clean_input(text, message_text_bytes_max);
    if (!clean || clean->empty() || *clean != text)
        fields.fault("text",
                     "must be one line of well-formed Unicode, without blanks at its ends or "
                     "two together: templates are registered so");
}

class Reading {
  public:
    explicit Reading(MessageContext const& from) : from_(from) {}

    ApiMessage one(JsonFields fields) {
        ApiMessage out;
        auto& parcel = out.parcel;
        to(fields, parcel);
        words(fields, parcel);
        fields.text("category", parcel.category);
        if (std::find(kCategories.begin(), kCategories.end(), parcel.category) == kCategories.end())
            fields.fault("category", "must be service_implicit, service_explicit, transactional, "
                                     "promotional or government");
        fields.text("consent", parcel.consent);
        if (!parcel.consent.empty() && !consent::find(parcel.consent))
            fields.fault("consent", "must be a purpose she agreed to, e.g. alerts");
        parcel.language = "en";
        fields.text("language", parcel.language);
        auto const& known = from_.languages;
        if (std::find(known.begin(), known.end(), parcel.language) == known.end())
            fields.fault("language", fmt::format("must be one of {}", fmt::join(known, ", ")));
        parcel.valid_until = from_.now + message_valid_for;
        fields.when("valid_until", parcel.valid_until);
        if (parcel.valid_until <= from_.now || parcel.valid_until > from_.now + message_valid_most)
            fields.fault("valid_until", "must lie in the future, within seven days");
        std::string once;
        fields.text("once", once);
        if (once.size() > kOnceBytes)
            fields.fault("once", fmt::format("must have at most {} octets", kOnceBytes));
        fields.done();
        out.id = once.empty() ? new_id(from_) : id_of(from_.key, once);
        if (once.empty())
            parcel.named = name_of_id(out.id);
        else
            parcel.once = once_of(out.id);
        parcel.caused_by = fmt::format("api {}", from_.key);
        // Never `caller`: that is what answers her own message, and passes STOP.
        parcel.cls = parcel.category == "promotional" ? storage::outbox::Class::bulk
                                                      : storage::outbox::Class::service;
        return out;
    }

  private:
    static void to(JsonFields& fields, storage::outbox::NewParcel& parcel) {
        std::string number;
        fields.text("to", number);
        if (auto const to = Msisdn::parse(number))
            parcel.to = *to;
        else
            fields.fault("to", "must be an Indian mobile number, e.g. \"+91\" and ten digits");
    }

    static void words(JsonFields& fields, storage::outbox::NewParcel& parcel) {
        fields.text("text", parcel.text);
        fields.text("template", parcel.words);
        std::vector<std::pair<std::string, std::string>> variables;
        fields.pairs("variables", variables);
        if (parcel.text.empty() == parcel.words.empty())
            return fields.fault("text", "or template must be there, and not both");
        if (!parcel.text.empty()) return check_text(fields, parcel.text);
        if (parcel.words.size() > 80)
            fields.fault("template", "must be the key of a text in locales/");
        if (variables.size() > kVariablesMost)
            fields.fault("variables", fmt::format("are more than {}", kVariablesMost));
        for (auto const& [name, value] : variables) {
            if (name.size() > 40 || value.size() > 160 || !text::clean_input(value, 160))
                fields.fault("variables", "must have names of 40 octets and values of 160 at most");
            parcel.with.set(name, value);
        }
    }

    MessageContext const& from_;
};

} // namespace

ApiMessages messages_of_json(boost::json::value const& value, MessageContext const& from,
                             JsonFaults& faults) {
    ApiMessages out;
    Reading reading(from);
    JsonFields top(value, {}, faults);
    out.batch = top.has("messages");
    if (!out.batch) {
        out.each.push_back(reading.one(std::move(top)));
        return out;
    }
    top.objects("messages", messages_most,
                [&](JsonFields each) { out.each.push_back(reading.one(std::move(each))); });
    top.done();
    if (out.each.empty() && faults.empty()) top.fault("messages", "must hold one message at least");
    return out;
}

std::string once_of(std::string_view id) { return fmt::format("api {}", id); }

std::string name_of_id(std::string_view id) {
    std::string out(kIdBytes, '\0');
    sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), id.data(), id.size(),
                   nullptr, nullptr, nullptr);
    return out;
}

bool is_message_id(std::string_view text) {
    return text.size() == 2 * kIdBytes &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace haatline::gateway
