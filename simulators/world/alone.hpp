#pragma once

#include "gateway/app/config.hpp"
#include "gateway/app/pepper.hpp"
#include "gateway/app/program.hpp"
#include "storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace haatline::simulators::world {

/// The reference: what one caller would read if she were alone with a gateway that never fails.
/// Her steps go one after another through the menus and nothing else; no dispatcher, no disk.
class Alone {
  public:
    struct Heard {
        Question question;
        Answer answer;
    };

    Alone(gateway::Program const& program, gateway::Pepper const& pepper)
        : program_(program), pepper_(pepper) {}

    /// Her next step, with what the database answered on the way.
    /// @returns how it differs from what it should have been, or nothing.
    std::optional<std::string> take(storage::Step const& step, gateway::RouteConfig const& route,
                                    std::vector<Heard> const& heard);
    menus::Session const& session() const { return session_; }
    void forget() { session_ = {}; }

  private:
    std::optional<std::string> as(menus::Input::Kind kind, storage::Step const& step,
                                  gateway::RouteConfig const& route,
                                  std::vector<Heard> const& heard,
                                  menus::Session const& left) const;
    std::optional<std::string> fold(storage::Step const& step, gateway::RouteConfig const& route,
                                    std::vector<Heard> const& heard, menus::Input::Kind kind,
                                    menus::Said& said) const;

    gateway::Program const& program_;
    gateway::Pepper const& pepper_;
    menus::Session session_;
};

} // namespace haatline::simulators::world
