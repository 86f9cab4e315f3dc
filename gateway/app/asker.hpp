#pragma once

#include "storage/store.hpp"

#include <functional>

namespace haatline::gateway {

/// Whom the dispatcher asks what only the database knows. `ReaderPool` has threads for it; a
/// simulated world answers when its scheduler says.
class Asker {
  public:
    using OnAnswer = std::function<void(Result<Answer>)>;
    using OnSnapshot = std::function<void(Result<std::string>)>;

    virtual ~Asker() = default;
    /// On the loop's thread; `done` comes back on it, later.
    virtual void ask(Question question, Caller caller, OnAnswer done) = 0;
    /// For nobody who waits: any caller's question goes before it, also one that comes later.
    virtual void ask_when_idle(Question question, Caller caller, OnAnswer done) {
        ask(std::move(question), std::move(caller), std::move(done));
    }
    /// Anything else a reader can tell: `reading` runs where the readers are, and what it gives back runs on the loop.
    /// For nobody who waits on the telephone.
    using Reading = std::function<std::function<void()>(storage::Reader&)>;
    virtual void read(Reading reading) = 0;
    virtual void snapshot_of(std::uint64_t phone, OnSnapshot done) = 0;
};

} // namespace haatline::gateway
