"""The overload curve as a picture: goodput against what was offered, both as shares of capacity."""

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 64, 52, 28, 24
X_MOST, Y_MOST = 3.0, 1.2
# Grey and two colours that stand out on white and on black alike: a page's theme is not known to a picture in it.
TEXT, GRID, IDEAL, OURS = "#7d8590", "#7d859055", "#7d8590", "#1f83e0"


def x_of(offered):
    return LEFT + offered / X_MOST * (WIDTH - LEFT - RIGHT)


def y_of(goodput):
    return HEIGHT - BOTTOM - goodput / Y_MOST * (HEIGHT - BOTTOM - TOP)


def line(points, colour, width, dashes=""):
    path = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def text(x, y, words, anchor="middle", colour=TEXT, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{more}>{words}</text>'


def svg(points, floor):
    """`points`: (offered, goodput), as shares of capacity, in order."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
           'font-family="system-ui, sans-serif" font-size="13">',
           "<title>Goodput against offered load</title>",
           "<desc>" + "; ".join(f"{x:g} of capacity offered: {y:.2f} answered in time" for x, y in points[1:]) + "</desc>"]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        out.append(line([(0, tick), (X_MOST, tick)], GRID, 1))
        out.append(text(LEFT - 8, y_of(tick) + 4, f"{tick * 100:.0f} %", "end"))
    for tick in (0, 0.5, 1, 1.5, 2, 2.5, 3):
        out.append(line([(tick, 0), (tick, -0.02)], GRID, 1))
        out.append(text(x_of(tick), HEIGHT - BOTTOM + 20, f"{tick:g} ×"))
    out.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "calls offered, of capacity"))
    out.append(text(0, 0, "screens in time, of capacity", more=f' transform="translate(14 {(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)"'))
    out.append(line([(0, 0), (1, 1), (X_MOST, 1)], IDEAL, 1.5, "2 4"))
    out.append(text(x_of(X_MOST), y_of(1) + 16, "capacity", "end"))
    out.append(line([(1, floor), (X_MOST, floor)], IDEAL, 1.5, "8 5"))
    out.append(text(x_of(X_MOST), y_of(floor) + 18, f"promised: {floor * 100:.0f} %", "end"))
    out.append(line(points, OURS, 2.5))
    for x, y in points[1:]:
        out.append(f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="4" fill="{OURS}"/>')
        out.append(text(x_of(x), y_of(y) - 10, f"{y * 100:.0f}", colour=OURS, more=' font-weight="600"'))
    return "\n".join(out) + "\n</svg>\n"
