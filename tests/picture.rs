//! The picture of the search: well-formed, complete, self-contained, with nothing on top of anything else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail by panicking"
)]

mod common;

use std::collections::BTreeSet;

use common::chains::{HOST, NOW, Sound};
use common::stored;
use roxmltree::{Document, Node};
use tlsverify::verdict::{Verdict, picture};
use tlsverify::verifier::{Context, Mode, Request};
use tlsverify_forge::{Certificate, Issued, Key, chain};

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn sha256(der: &[u8]) -> String {
    hex(&tlsverify::cert::fingerprint::sha256(der))
}

/// The titles of everything drawn.
fn titles(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let titles = document
        .descendants()
        .filter(|node| node.has_tag_name("title"));
    titles
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn number(node: Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute)
        .map_or(0.0, |text| text.parse().unwrap())
}

#[test]
fn every_case_makes_a_well_formed_picture_with_every_certificate() {
    stored::for_each_verdict(|name, verdict| {
        let svg = picture::svg(verdict);
        let titles = titles(&svg);
        let shown = |der: &Vec<u8>| titles.iter().any(|title| title.contains(&sha256(der)));
        let tried = verdict.attempts.iter().flat_map(|attempt| &attempt.path);
        for der in verdict.presented.iter().chain(&verdict.path).chain(tried) {
            assert!(shown(der), "{name}");
        }
    });
}

#[test]
fn the_picture_is_self_contained_and_for_light_and_dark() {
    let svg = picture::svg(&judged(&Sound::new(), &[]));
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    assert_eq!(root.attribute("role"), Some("img"));
    let names: BTreeSet<&str> = document
        .descendants()
        .map(|node| node.tag_name().name())
        .collect();
    for foreign in ["script", "image", "use", "foreignObject", "a"] {
        assert!(!names.contains(foreign), "{foreign}");
    }
    assert!(!svg.contains("href") && !svg.contains("url(http") && !svg.contains("@import"));
    assert!(svg.contains("prefers-color-scheme:dark"));
    let ids: Vec<&str> = root
        .attribute("aria-labelledby")
        .unwrap()
        .split(' ')
        .collect();
    for id in ids {
        assert!(
            document
                .descendants()
                .any(|node| node.attribute("id") == Some(id)),
            "{id}"
        );
    }
}

/// The sound chain with more sent after it.
fn judged(sound: &Sound, more: &[&Issued]) -> Verdict {
    let context = Context::new();
    context
        .change(|config| {
            config.set_mode(Mode::Enforce);
            config.use_mozilla_roots(false);
            config.add_root(sound.root.der())
        })
        .unwrap();
    let sent = [&[&sound.end_entity, &sound.ca], more].concat();
    let request = Request {
        hostname: Some(HOST.as_bytes()),
        chain: &chain(&sent),
        time: Some(NOW),
        wants_report: true,
        lists: None,
    };
    context.verify(&request).unwrap()
}

#[test]
fn the_picture_tells_the_outcome_the_anchor_and_where_an_attempt_stopped() {
    let good = picture::svg(&judged(&Sound::new(), &[]));
    assert!(
        good.contains("✓ trusted")
            && good.contains("2 · local root")
            && !good.contains("Also tried")
    );
    let late = Sound::with_end_entity(|c| c.not_after(NOW - 1));
    let bad = picture::svg(&judged(&late, &[]));
    assert!(bad.contains("✗ not trusted") && bad.contains("✗ EXPIRED"));
    let lost = Sound::with_end_entity(|c| c.issuer_name("Nobody"));
    let lost = picture::svg(&judged(&lost, &[]));
    assert!(lost.contains("wanted: CN=Nobody; not at hand"), "{lost}");
}

/// The cards and the texts inside them, as far as numbers tell.
#[test]
fn no_two_cards_overlap_and_all_lie_on_the_canvas() {
    let sound = Sound::new();
    let strangers: Vec<Issued> = (0..40)
        .map(|n| {
            Certificate::intermediate(&format!("Stranger {n}"), &Key::p256(&n.to_string()))
                .issued_by(&sound.root)
        })
        .collect();
    let svg = picture::svg(&judged(&sound, &strangers.iter().collect::<Vec<_>>()));
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    let (width, height) = (number(root, "width"), number(root, "height"));
    let mut boxes: Vec<(f64, f64, f64, f64)> = Vec::new();
    for group in document.descendants().filter(|node| node.has_tag_name("g")) {
        let place = group.attribute("transform").unwrap();
        let place = place.trim_start_matches("translate(").trim_end_matches(')');
        let (x, y) = place.split_once(' ').unwrap();
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        let card = group
            .children()
            .find(|node| node.has_tag_name("rect"))
            .unwrap();
        let (w, h) = (number(card, "width"), number(card, "height"));
        assert!(x >= 0.0 && x + w <= width && y >= 0.0 && y + h <= height);
        for text in group.children().filter(|node| node.has_tag_name("text")) {
            assert!(number(text, "y") < h && number(text, "x") > 0.0);
            assert!(text.text().unwrap_or_default().chars().count() < 48);
        }
        for (ox, oy, ow, oh) in &boxes {
            let apart = x + w <= *ox || ox + ow <= x || y + h <= *oy || oy + oh <= y;
            assert!(apart, "two cards at {x} {y} and {ox} {oy}");
        }
        boxes.push((x, y, w, h));
    }
    // 42 as sent and 3 on the path.
    assert_eq!(boxes.len(), 45);
    let mut last: Vec<(f64, f64)> = Vec::new();
    for text in root.children().filter(|node| node.has_tag_name("text")) {
        let (x, y) = (number(text, "x"), number(text, "y"));
        assert!(
            last.iter()
                .all(|(_, other)| (y - other).abs() >= 14.0 || x > 600.0),
            "lines at {y}"
        );
        last.push((x, y));
        let covered = boxes.iter().any(|(_, by, _, bh)| y > *by && y < by + bh);
        assert!(!covered, "a line at {y} lies on a card");
    }
}
