#pragma once

#include <array>
#include <string_view>

/// Every column of the database, and what it says of a person. A column that stands here under
/// nothing fails `columns_test`, so that nobody adds a place for words without thinking of the day
/// they have to go.
namespace haatline::tests {

enum class Says : unsigned char {
    nobody, ///< facts, counts, what staff did: no caller is meant
    ours,   ///< ids, times, states and codes of ours, which say nothing once the rest is gone
    hers,   ///< her words, numbers, marks and evidence: gone once she is erased, and tried
};

struct Columns {
    std::string_view table;
    Says says;
    std::string_view names; ///< with one space between two
};

constexpr std::array kColumns{
    // Facts and counts.
    Columns{"meta", Says::nobody, "key value"},
    Columns{"state", Says::nobody, "id code name"},
    Columns{"district", Says::nobody, "id state name lat_e4 lon_e4"},
    Columns{"district_alias", Says::nobody, "key district alias"},
    Columns{"district_product", Says::nobody, "district role product n"},
    Columns{"pin", Says::nobody, "pin lat_e4 lon_e4 place"},
    Columns{"pin_district", Says::nobody, "pin rank district"},
    Columns{"product", Says::nobody, "id code kind nic rank status"},
    Columns{"sound", Says::nobody, "kind key vowels form object word mark"},
    Columns{"product_word", Says::nobody, "key product weak lang word"},
    Columns{"label", Says::nobody, "object id lang kind text status"},
    Columns{"cluster", Says::nobody, "id code name kind product district agency status demo"},
    Columns{"org", Says::nobody, "id code kind name short district demo"},
    Columns{"unmet_search", Says::nobody, "product want ring district n last_at"},
    Columns{"key_copy", Says::nobody, "path written_at told"},
    // Staff acts: objects by our numbers, refused when a reason looks like a caller's number.
    Columns{"audit", Says::nobody, "seq at who act object before after reason prev_hash hash"},

    // The person and her lines.
    Columns{"person", Says::ours, "id created_at deleted_at delete_at"},
    Columns{"person", Says::hers, "name lang via secret secret_tries secret_locked_at alerts_by"},
    Columns{"phone", Says::hers, "e164 lang last_seen last_verified"},
    Columns{"phone", Says::ours, "state first_seen"},
    Columns{"person_phone", Says::hers, "phone relation label ended_why"},
    Columns{"person_phone", Says::ours, "person from_at until_at names_ok"},
    Columns{"line_subject", Says::hers, "phone"},
    Columns{"line_subject", Says::ours, "person subject"},
    Columns{"subject", Says::hers, "phone key"},
    Columns{"subject", Says::ours, "id"},
    Columns{"person_act", Says::hers, "phone relation act"},
    Columns{"person_act", Says::ours, "id person at helper"},
    Columns{"person_helper", Says::hers, "lang channel evidence"},
    Columns{"person_helper", Says::ours, "id person helper from_at until_at"},
    Columns{"phone_ask", Says::hers, "from_phone phone relation"},
    Columns{"phone_ask", Says::ours, "serial person state asked_at expires_at answered_at"},
    Columns{"block", Says::ours, "by_person against at"},

    // Her enterprise. Its row stays, empty, since its reference was printed.
    Columns{"enterprise", Says::hers, "code name pin lat_e4 lon_e4 session product"},
    Columns{"enterprise", Says::ours, "id serial status district listed demo created_at"},
    Columns{"enterprise_id", Says::hers, "value verified_by"},
    Columns{"enterprise_id", Says::ours, "enterprise kind claimed_by claimed_at verified_at"},
    Columns{"enterprise_product", Says::ours, "enterprise role product"},
    Columns{"ownership", Says::hers, "role"},
    Columns{"ownership", Says::ours, "person enterprise"},
    Columns{"membership", Says::ours, "enterprise cluster status confirmed_by from_at"},
    Columns{"vouch", Says::ours, "id enterprise org kind from_at until_at withdrawn_at"},
    Columns{"peer", Says::hers, "lon_e4 lat_e4"},
    Columns{"peer", Says::ours, "product role lat_row enterprise state district vouched"},

    // What she agreed to. The fact stays in a ledger by our number; what proves it goes.
    Columns{"consent", Says::hers, "evidence withdrawn_evidence"},
    Columns{"consent", Says::ours,
            "id person purpose notice lang channel given_at withdrawn_at basis withdrawn_lang "
            "withdrawn_channel"},
    Columns{"consent_fact", Says::ours,
            "id at person purpose act notice lang channel basis prev_hash hash"},
    Columns{"subscription", Says::hers, "topic lang channel evidence"},
    Columns{"subscription", Says::ours, "id person from_at until_at"},
    Columns{"message_stop", Says::hers, "lang channel evidence until_evidence"},
    // Of a number that is no member's: nobody is erased with it, and nothing but this database's key tells whose mark it is.
    Columns{"number_stop", Says::ours, "mark channel from_at"},
    Columns{"number_stop_key", Says::nobody, "id key"},
    Columns{"message_stop", Says::ours, "id person from_at until_at"},
    Columns{"erasure", Says::hers, "lang channel evidence"},
    Columns{"erasure", Says::ours, "serial person asked_at delete_at undone_at"},
    Columns{"tombstone", Says::ours, "person erased_at cause"},
    Columns{"key_due", Says::ours, "person subject"},

    // What she left for others and for the desk.
    Columns{"listing", Says::hers, "phone kind qty unit price pin"},
    Columns{"listing", Says::ours,
            "serial person enterprise product district state created_at expires_at"},
    Columns{"enquiry", Says::hers, "from_phone method answered_phone answered_session"},
    Columns{"enquiry", Says::ours,
            "serial from_person from_enterprise to_enterprise product state asked_at expires_at "
            "seen_at answered_at answered_by told_at ticket"},
    Columns{"watch", Says::hers, "phone ring pin"},
    Columns{"watch", Says::ours, "id person product want district created_at"},
    Columns{"ticket", Says::hers, "phone other_phone"},
    Columns{"ticket", Says::ours,
            "serial kind reason wanted woman_officer person lang screen about state created_at "
            "due_at taken_by taken_at done_by done_at outcome confirmed_at"},
    Columns{"report", Says::hers, "why"},
    Columns{"report", Says::ours, "ticket by_person against enterprise enquiry at"},
    // Once two people said a word, it is nobody's.
    Columns{"unmet_word", Says::hers, "mark word"},
    Columns{"unmet_word", Says::ours, "lang only_by n last_at"},

    // The log. `session` is a provider's name for one call, without her number (schema 0004).
    Columns{"event", Says::hers, "identity said state reply"},
    Columns{"event", Says::ours, "seq at subject session kind ended"},
    Columns{"snapshot", Says::hers, "phone state"},
    Columns{"snapshot", Says::ours, "at"},

    // Messages on their way. `once` is a digest.
    Columns{"parcel", Says::hers, "phone body reason raw_code"},
    Columns{"parcel", Says::ours,
            "id class state campaign person subject language category consent written_at due_at "
            "valid_until tries route moved_at segments parts_open once"},
    Columns{"parcel_part", Says::ours, "route message_id parcel part state at"},
    Columns{"receipt_parked", Says::nobody, "id route message_id state reason raw_code at"},
    // Nothing of hers may ever stand here: it is never erased (docs/ledger.md).
    Columns{"message_ledger", Says::ours,
            "seq at act state parcel campaign subject class consent terms segments paise category "
            "language purpose caused_by variables route ids reason raw_code hash"},
    Columns{"message_terms", Says::nobody, "id hash entity header template version chain"},
    // The register of commercial messages. Who blocked messages is told by the number.
    Columns{"dlt_entity", Says::nobody, "id name brand active"},
    Columns{"dlt_header", Says::nobody,
            "header category active exempt registered_at last_used_at"},
    Columns{"dlt_template", Says::nobody,
            "id version name headers category language operator active approved_at words "
            "imported_at"},
    Columns{"dlt_target", Says::nobody, "kind value"},
    Columns{"dlt_chain", Says::nobody, "entity telemarketers"},
    Columns{"dlt_preference", Says::hers, "phone"},
    Columns{"dlt_preference", Says::ours, "blocked"},
    // The desk's own: what is sent, to whom as a rule, by which staff.
    Columns{"campaign", Says::nobody,
            "id state title source topic category fallback start_at valid_until hours_from "
            "hours_to per_second weekly_cap audience has_area has_work roles languages mark author "
            "edited_by submitted_by approved_by created_at changed_at began_at ended_at held "
            "cursor looked_at written all_written first_parcel last_parcel written_at"},
    Columns{"campaign_text", Says::nobody, "campaign place language body template_id"},
    Columns{"campaign_reader", Says::nobody, "campaign reader language"},
    Columns{"campaign_area", Says::nobody,
            "campaign kind id lat_e4 lon_e4 reach2 lon_scale"},
    Columns{"campaign_product", Says::nobody, "campaign product"},
    Columns{"campaign_trial", Says::hers, "phone"},
    Columns{"campaign_trial", Says::nobody, "id campaign language asked_by asked_at"},
};

} // namespace haatline::tests
