//! Pictures of measurements: lines over one axis, or points in rows. SVG that can be read on a light and on a dark page.

use std::fmt::Write as _;

/// One contender's values.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    /// x and y; in a picture of rows, x is the number of the row.
    pub points: Vec<Point>,
}

#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    /// Whether the answer was not the one that is expected: drawn hollow.
    pub is_wrong: bool,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self {
            x,
            y,
            is_wrong: false,
        }
    }
}

/// A colour for each series, told apart by most people who see colours otherwise too (after Okabe and Ito).
const COLOURS: [&str; 7] = [
    "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31",
];
/// Pixels.
const WIDTH: f64 = 720.0;
const LEFT: f64 = 78.0;
const TOP: f64 = 54.0;
const LINE: f64 = 18.0;

/// A value's place on an axis whose steps are powers of ten.
#[derive(Clone, Copy, Debug)]
struct Axis {
    /// Logarithms of the ends.
    low: f64,
    high: f64,
    /// Pixels of the ends.
    from: f64,
    to: f64,
}

impl Axis {
    /// From the values, with a little room.
    fn around(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value.log10()), high.max(value.log10()))
        });
        let room = ((high - low) * 0.05).max(0.05);
        Self {
            low: low - room,
            high: high + room,
            from,
            to,
        }
    }

    fn place(self, value: f64) -> f64 {
        let share = (value.log10() - self.low) / (self.high - self.low);
        self.from + (self.to - self.from) * share
    }

    /// Powers of ten on the axis; with 2 and 5 between them if there are few.
    fn ticks(self) -> Vec<f64> {
        let steps: &[f64] = if self.high - self.low < 1.7 {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let powers = self.low.floor() as i32..=self.high.ceil() as i32;
        let all = powers.flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)));
        all.filter(|tick| (self.low..=self.high).contains(&tick.log10()))
            .collect()
    }
}

/// A picture of lines: time over something that grows, both in powers of ten.
#[derive(Clone, Debug)]
pub struct Lines {
    pub title: String,
    pub across: String,
    pub series: Vec<Series>,
    /// How a value is written.
    pub unit: fn(f64) -> String,
}

impl Lines {
    pub fn svg(&self) -> String {
        let height = 380.0;
        let (right, bottom) = (WIDTH - 150.0, height - 52.0);
        let points = || self.series.iter().flat_map(|series| &series.points);
        let x = Axis::around(points().map(|point| point.x), LEFT, right);
        let y = Axis::around(points().map(|point| point.y), bottom, TOP);
        let mut svg = head(&self.title, height);
        for tick in y.ticks() {
            let at = y.place(tick);
            rule(&mut svg, (LEFT, at), (right, at));
            text(&mut svg, "end", (LEFT - 8.0, at + 4.0), &(self.unit)(tick));
        }
        let mut measured: Vec<f64> = points().map(|point| point.x).collect();
        measured.sort_by(f64::total_cmp);
        measured.dedup();
        for value in measured {
            let at = x.place(value);
            rule(&mut svg, (at, bottom), (at, bottom + 5.0));
            text(&mut svg, "middle", (at, bottom + 20.0), &thousands(value));
        }
        let middle = (LEFT + right) / 2.0;
        text(&mut svg, "middle", (middle, height - 12.0), &self.across);
        let ends = self.series.iter().map(|series| {
            let last = series.points.last().expect("a point");
            y.place(last.y) + 4.0
        });
        let labels = apart(&ends.collect::<Vec<_>>(), bottom);
        for ((number, series), label) in self.series.iter().enumerate().zip(labels) {
            let mut line = String::new();
            for point in &series.points {
                let _ = write!(line, "{:.1},{:.1} ", x.place(point.x), y.place(point.y));
            }
            let colour = COLOURS[number % COLOURS.len()];
            let _ = writeln!(
                svg,
                r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
                line.trim_end()
            );
            for point in &series.points {
                dot(
                    &mut svg,
                    (x.place(point.x), y.place(point.y)),
                    number,
                    point,
                );
            }
            label_of(&mut svg, (right + 12.0, label), number, &series.name);
        }
        svg + "</svg>\n"
    }
}

/// A picture of rows: in each, a point for every contender.
#[derive(Clone, Debug)]
pub struct Rows {
    pub title: String,
    pub names: Vec<String>,
    pub series: Vec<Series>,
    pub unit: fn(f64) -> String,
}

impl Rows {
    pub fn svg(&self) -> String {
        let (left, right) = (230.0, WIDTH - 24.0);
        let top = TOP + 26.0;
        let row = |number: f64| top + 14.0 + number * 26.0;
        let bottom = row(self.names.len() as f64) - 10.0;
        let height = bottom + 34.0;
        let points = || self.series.iter().flat_map(|series| &series.points);
        let axis = Axis::around(points().map(|point| point.y), left, right);
        let mut svg = head(&self.title, height);
        for tick in axis.ticks() {
            let at = axis.place(tick);
            rule(&mut svg, (at, top), (at, bottom));
            text(&mut svg, "middle", (at, bottom + 18.0), &(self.unit)(tick));
        }
        for (number, name) in self.names.iter().enumerate() {
            let at = row(number as f64);
            rule(&mut svg, (left, at), (right, at));
            text(&mut svg, "end", (left - 10.0, at + 4.0), name);
        }
        let mut at = 24.0;
        for (number, series) in self.series.iter().enumerate() {
            dot(&mut svg, (at, TOP - 4.0), number, &Point::new(0.0, 0.0));
            label_of(&mut svg, (at + 9.0, TOP), number, &series.name);
            at += 34.0 + 6.6 * series.name.len() as f64;
        }
        // Ours, the first, on top of the others.
        for (number, series) in self.series.iter().enumerate().rev() {
            for point in &series.points {
                dot(&mut svg, (axis.place(point.y), row(point.x)), number, point);
            }
        }
        svg + "</svg>\n"
    }
}

fn head(title: &str, height: f64) -> String {
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" width="{WIDTH}" height="{height:.0}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    svg.push_str(
        "<style>\n\
         text { font: 12px system-ui, sans-serif; fill: #24292f }\n\
         .title { font-size: 14px; font-weight: 600 }\n\
         .rule { stroke: #d0d7de }\n\
         .paper { fill: #ffffff }\n\
         @media (prefers-color-scheme: dark) {\n\
         text { fill: #e6edf3 }\n\
         .rule { stroke: #3d444d }\n\
         .paper { fill: #0d1117 }\n\
         }\n\
         </style>\n",
    );
    let _ = writeln!(
        svg,
        r#"<rect class="paper" width="100%" height="100%"/>
<text class="title" x="16" y="26">{}</text>"#,
        escaped(title)
    );
    svg
}

fn rule(svg: &mut String, from: (f64, f64), to: (f64, f64)) {
    let _ = writeln!(
        svg,
        r#"<line class="rule" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#,
        from.0, from.1, to.0, to.1
    );
}

fn text(svg: &mut String, anchor: &str, at: (f64, f64), text: &str) {
    let _ = writeln!(
        svg,
        r#"<text x="{:.1}" y="{:.1}" text-anchor="{anchor}">{}</text>"#,
        at.0,
        at.1,
        escaped(text)
    );
}

/// A series' name; ours, the first, in bold.
fn label_of(svg: &mut String, at: (f64, f64), number: usize, name: &str) {
    let weight = if number == 0 { 700 } else { 400 };
    let _ = writeln!(
        svg,
        r#"<text x="{:.1}" y="{:.1}" style="font-weight: {weight}">{}</text>"#,
        at.0,
        at.1,
        escaped(name)
    );
}

fn dot(svg: &mut String, at: (f64, f64), number: usize, point: &Point) {
    let colour = COLOURS[number % COLOURS.len()];
    let radius = if number == 0 { 5 } else { 4 };
    let fill = if point.is_wrong {
        r#"class="paper""#.to_owned()
    } else {
        format!(r#"fill="{colour}""#)
    };
    let _ = writeln!(
        svg,
        r#"<circle cx="{:.1}" cy="{:.1}" r="{radius}" {fill} stroke="{colour}" stroke-width="1.5"/>"#,
        at.0, at.1
    );
}

/// Moves labels up or down so that none covers another.
fn apart(wanted: &[f64], bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let mut places = wanted.to_vec();
    let mut above = f64::MIN;
    for label in &order {
        places[*label] = places[*label].max(above + LINE);
        above = places[*label];
    }
    let mut below = bottom + LINE;
    for label in order.iter().rev() {
        places[*label] = places[*label].min(below - LINE);
        below = places[*label];
    }
    places
}

/// 15,000 rather than 15000.
pub fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
