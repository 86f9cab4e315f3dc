#pragma once

#include <vector>

namespace haatline::menus {

/// A drawing of boxes in columns, arrows leading right. Pure geometry: it knows no screens.
struct Layers {
    struct Box {
        double width = 0, height = 0;
        double beside = 0;   ///< room kept free to its right, for words
        double x = 0, y = 0; ///< set by `lay_out`
        int column = 0;      ///< set by `lay_out`
    };
    struct Arrow {
        int from = 0, to = 0;
        double port_y = 0; ///< where it leaves, below the top of its box
        /// Set by `lay_out`: false when it would lead left or to its own column; such an arrow is
        /// told in words.
        bool drawn = true;
        struct Point {
            double x, y;
        };
        std::vector<Point> points; ///< from the box's right edge to the other's left edge
    };
    std::vector<Box> boxes; ///< the first is where readers begin
    std::vector<Arrow> arrows;
    double width = 0, height = 0; ///< of the whole

    /// Columns by the longest way from where readers begin, arrows that close a circle left out;
    /// inside a column boxes stand where their arrows come from, so that few arrows cross.
    void lay_out();
};

} // namespace haatline::menus
