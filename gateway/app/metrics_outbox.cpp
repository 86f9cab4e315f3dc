#include "gateway/app/metrics_outbox.hpp"

#include <fmt/format.h>

#include <iterator>

namespace haatline::gateway {
namespace {

namespace outbox = storage::outbox;

constexpr std::array<std::string_view, outbox::classes> class_names{"caller", "service", "bulk"};

void head(std::string& page, std::string_view name, std::string_view kind) {
    fmt::format_to(std::back_inserter(page), "# TYPE haatline_{} {}\n", name, kind);
}

void one(std::string& page, std::string_view name, std::string_view kind, std::uint64_t value) {
    head(page, name, kind);
    fmt::format_to(std::back_inserter(page), "haatline_{} {}\n", name, value);
}

} // namespace

void add_outbox_metrics(OutboxCounters const& counters, std::string& page) {
    auto out = std::back_inserter(page);
    head(page, "messages_total", "counter");
    for (std::size_t cls = 0; cls < outbox::classes; ++cls)
        for (std::size_t state = 0; state < outbox::states; ++state)
            if (auto const what = static_cast<outbox::State>(state);
                what == outbox::State::accepted || outbox::is_final(what))
                fmt::format_to(out, "haatline_messages_total{{class=\"{}\",outcome=\"{}\"}} {}\n",
                               class_names[cls], outbox::name_of(what), counters.ended[cls][state]);
    head(page, "messages_waiting", "gauge");
    for (std::size_t cls = 0; cls < outbox::classes; ++cls)
        fmt::format_to(out, "haatline_messages_waiting{{class=\"{}\"}} {}\n", class_names[cls],
                       counters.on_disk.waiting[cls]);
    one(page, "messages_resting", "gauge", counters.on_disk.resting);
    one(page, "messages_unsettled", "gauge", counters.unsettled);
    one(page, "messages_handed_total", "counter", counters.handed);
    one(page, "messages_handed_again_total", "counter", counters.again);
    one(page, "messages_throttled_total", "counter", counters.throttled);
    one(page, "messages_tried_again_total", "counter", counters.retried);
    one(page, "message_segments_total", "counter", counters.segments);
    head(page, "receipts_total", "counter");
    fmt::format_to(out,
                   "haatline_receipts_total{{kind=\"all\"}} {}\n"
                   "haatline_receipts_total{{kind=\"parked\"}} {}\n"
                   "haatline_receipts_total{{kind=\"late\"}} {}\n",
                   counters.receipts, counters.receipts_parked, counters.receipts_late);
    one(page, "receipts_parked", "gauge", counters.on_disk.parked_receipts);
}

} // namespace haatline::gateway
