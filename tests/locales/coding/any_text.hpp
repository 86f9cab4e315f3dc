#pragma once

#include "locales/coding/sms_route.hpp"

#include <random>
#include <string>

namespace haatline::tests {

/// Texts that look for the edges of a coder: letters of one or two tables with their extensions, ASCII,
/// marks, joiners, emoji, either spelling of letters that have two, bytes that are no UTF-8.
class AnyText {
  public:
    explicit AnyText(unsigned seed) : random_(seed) {}

    std::string next();
    coding::SmsRoute route();
    std::size_t below(std::size_t bound) { return random_() % bound; }

  private:
    std::string ascii();
    std::string letter(unsigned table, unsigned wildness);

    std::mt19937 random_;
};

} // namespace haatline::tests
