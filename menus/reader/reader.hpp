#pragma once

#include "menus/menu.hpp"
#include "menus/reader/screen.hpp"

#include <vector>

namespace haatline::menus {

/// Reads flow files into one menu: every file alone, then what they say of each other.
class MenuReader {
  public:
    explicit MenuReader(std::vector<Problem>& problems) : problems_(problems) {}

    void read(Embedded const& file);
    Menu finish();

  private:
    void read_settings(Source& source, Word const& word);
    void read_tasks(Source& source, Word const& word);
    void read_caps(Source& source, Word const& word);
    void read_commands(Source& source, Word const& word);
    void read_screens(Source& source, Word const& word);
    void keep_shipped_rows();

    std::vector<Problem>& problems_;
    std::vector<ReadScreen> screens_;
    Menu menu_;
    std::string settings_file_;
};

/// What a menu names must be there: screens, questions, outcomes, effects and what they need.
void prove_names(Menu const& menu, std::vector<Problem>& problems);

} // namespace haatline::menus
