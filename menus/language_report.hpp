#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace haatline::menus {

/// What one channel of one language holds. A text counts where the channel finds it: its own wording
/// (`reg.pin@sms`), else the common one.
struct ChannelTexts {
    int texts = 0;    ///< keys of the English texts
    int ready = 0;    ///< of them in this language
    int drafts = 0;   ///< of the ready ones: await a native reader
    int stale = 0;    ///< of the ready ones: the English text changed
    int too_long = 0; ///< ussd: over the written budget, and screens that need a second page; sms:
                      ///< more than one segment

    /// Rounded down: 100 is said of nothing that is not whole.
    int percent() const { return texts == 0 ? 100 : ready * 100 / texts; }
    bool operator==(ChannelTexts const&) const = default;
};

/// A language on each channel, and what it costs there.
struct LanguageReport {
    std::string code;
    std::string own_name;

    ChannelTexts ussd;
    int screens = 0;
    std::size_t units = 0; ///< of all screens, every place filled with its example
    int pages_80 = 0;      ///< pages of all screens where one carries 160 septets or 80 UCS-2 units
    int pages_60 = 0;      ///< … and 60 UCS-2 units

    ChannelTexts sms;
    /// Segments in the default alphabet or UCS-2, and where the route also carries the national tables
    /// of India: of every text sent once, and of every screen sent whole.
    int segments = 0, segments_national = 0;
    int screen_segments = 0, screen_segments_national = 0;

    ChannelTexts voice;
    int own_wordings = 0;    ///< texts that have a wording for voice
    std::size_t letters = 0; ///< of all texts; what they take to speak is estimated from it

    bool operator==(LanguageReport const&) const = default;
};

using LanguageReports = std::vector<LanguageReport>;

} // namespace haatline::menus
