//! Validity: to the second, in every role, and how dates are written.

use tlsverify_forge::{der, time};

use super::builder::{Anchor, EndEntity, Intermediate, Made, NOW, Role, Upper};

const RULE: &str = "RFC 5280 4.1.2.5";

pub fn cases() -> Vec<Made> {
    let mut cases = Vec::new();
    let roles: [(Role, &str, i32); 4] = [
        (EndEntity, "end-entity", 0),
        (Intermediate, "intermediate", 1),
        (Upper, "upper", 2),
        (Anchor, "anchor", 2),
    ];
    for (role, name, depth) in roles {
        let case = |fault: &str, text: &str| {
            Made::new(
                &format!("{name}-{fault}"),
                &format!("The {name} {text}"),
                RULE,
            )
        };
        cases.push(
            case(
                "in-its-last-second",
                "is in the last second of its validity.",
            )
            .with(role, |c| c.not_after(NOW)),
        );
        cases.push(
            case("expired", "ended one second ago.")
                .with(role, |c| c.not_after(NOW - 1))
                .rejected("EXPIRED", depth),
        );
        cases.push(
            case(
                "in-its-first-second",
                "is in the first second of its validity.",
            )
            .with(role, |c| c.not_before(NOW)),
        );
        cases.push(
            case("not-yet-valid", "begins in one second.")
                .with(role, |c| c.not_before(NOW + 1))
                .rejected("NOT_YET_VALID", depth),
        );
    }
    cases.push(
        Made::new(
            "end-entity-outlives-its-issuer",
            "Validity does not have to nest.",
            "RFC 5280 6.1.3 (a) (2)",
        )
        .with(Intermediate, |c| c.not_after(NOW + 1)),
    );
    cases.extend(encodings());
    cases
}

/// notAfter or notBefore in many spellings.
fn encodings() -> Vec<Made> {
    let raw = |fault: &str, text: &str, tag: u8, date: &'static str| {
        Made::new(&format!("end-entity-{fault}"), text, RULE).with(EndEntity, move |c| {
            c.not_after_raw(&der::tlv(tag, date.as_bytes()))
        })
    };
    const UTC: u8 = 0x17;
    const GENERAL: u8 = 0x18;
    let good = [
        (
            "utc-time-of-2049",
            "notAfter is the last second of UTCTime.",
            UTC,
            "491231235959Z",
        ),
        (
            "generalized-time-of-2050",
            "notAfter is in 2050, as GeneralizedTime.",
            GENERAL,
            "20500101000000Z",
        ),
        (
            "generalized-time-before-2050",
            "notAfter is in 2049, as GeneralizedTime, which verifiers have to read.",
            GENERAL,
            "20491231235959Z",
        ),
        (
            "without-well-defined-end",
            "notAfter is 99991231235959Z.",
            GENERAL,
            "99991231235959Z",
        ),
        (
            "leap-day",
            "notAfter is on 29 February of a leap year.",
            UTC,
            "280229000000Z",
        ),
        (
            "leap-day-of-2400",
            "notAfter is on 29 February of a century that is a leap year.",
            GENERAL,
            "24000229000000Z",
        ),
        ("day-31", "notAfter is on 31 March.", UTC, "270331000000Z"),
        ("day-30", "notAfter is on 30 April.", UTC, "270430000000Z"),
    ];
    let bad = [
        ("month-13", "notAfter is in month 13.", UTC, "261301000000Z"),
        ("month-0", "notAfter is in month 0.", UTC, "270001000000Z"),
        (
            "february-30",
            "notAfter is on 30 February.",
            UTC,
            "270230000000Z",
        ),
        (
            "february-29-of-a-common-year",
            "notAfter is on a day that does not exist.",
            UTC,
            "270229000000Z",
        ),
        (
            "february-29-of-2100",
            "notAfter is on a day that does not exist, since 2100 is no leap year.",
            GENERAL,
            "21000229000000Z",
        ),
        ("april-31", "notAfter is on 31 April.", UTC, "270431000000Z"),
        ("day-0", "notAfter is on day 0.", UTC, "270400000000Z"),
        ("day-32", "notAfter is on day 32.", UTC, "270332000000Z"),
        (
            "hour-24",
            "notAfter is at 24 o'clock.",
            UTC,
            "270101240000Z",
        ),
        (
            "minute-60",
            "notAfter is at minute 60.",
            UTC,
            "270101006000Z",
        ),
        (
            "leap-second",
            "notAfter is at second 60.",
            UTC,
            "261231235960Z",
        ),
        (
            "time-without-seconds",
            "notAfter has no seconds.",
            UTC,
            "2701010000Z",
        ),
        (
            "time-without-zone",
            "notAfter has no zone.",
            UTC,
            "270101000000",
        ),
        (
            "time-with-offset",
            "notAfter has an offset instead of Z.",
            UTC,
            "270101000000+0000",
        ),
        (
            "time-with-fraction",
            "notAfter has fractional seconds.",
            GENERAL,
            "20500101000000.5Z",
        ),
        (
            "utc-time-with-fraction",
            "notAfter has fractional seconds.",
            UTC,
            "270101000000.5Z",
        ),
        (
            "general-time-without-seconds",
            "notAfter has no seconds.",
            GENERAL,
            "205001010000Z",
        ),
        (
            "general-time-with-offset",
            "notAfter has an offset instead of Z.",
            GENERAL,
            "20500101000000+0000",
        ),
        (
            "general-time-of-two-digits",
            "notAfter has the year of a UTCTime.",
            GENERAL,
            "500101000000Z",
        ),
        (
            "utc-time-of-four-digits",
            "notAfter has the year of a GeneralizedTime.",
            UTC,
            "20500101000000Z",
        ),
        (
            "time-with-small-z",
            "notAfter ends in a letter of the other case.",
            UTC,
            "270101000000z",
        ),
        (
            "time-with-space",
            "notAfter has a space for a digit.",
            UTC,
            "27 101000000Z",
        ),
        (
            "time-with-sign",
            "notAfter has a sign for a digit.",
            UTC,
            "27+101000000Z",
        ),
        ("time-empty", "notAfter is empty.", UTC, ""),
        (
            "time-of-another-type",
            "notAfter is a UTF8String.",
            0x0c,
            "270101000000Z",
        ),
    ];
    let mut cases: Vec<Made> = good
        .into_iter()
        .map(|(fault, text, tag, date)| raw(fault, text, tag, date))
        .collect();
    cases.extend(
        bad.into_iter()
            .map(|(fault, text, tag, date)| raw(fault, text, tag, date).rejected("BAD_TIME", 0)),
    );
    let by_the_letter = |fault: &str, text: &str, date: &'static str| {
        raw(&format!("{fault}-by-the-letter"), text, GENERAL, date).set("rules = \"rfc5280\"")
    };
    cases.push(by_the_letter(
        "generalized-time-of-2050",
        "notAfter is in 2050, as GeneralizedTime, and CAs are held to RFC 5280.",
        "20500101000000Z",
    ));
    cases.push(
        by_the_letter(
            "generalized-time-before-2050",
            "notAfter is in 2049, as GeneralizedTime, and CAs are held to RFC 5280.",
            "20491231235959Z",
        )
        .rejected("BAD_TIME", 0),
    );
    cases.push(
        Made::new(
            "intermediate-month-13",
            "A date that does not exist, one certificate further up.",
            RULE,
        )
        .with(Intermediate, |c| {
            c.not_after_raw(&der::tlv(UTC, b"391301000000Z"))
        })
        .rejected("BAD_TIME", 1),
    );
    cases.push(
        Made::new(
            "intermediate-begins-before-1970",
            "notBefore is in 1950, the earliest UTCTime.",
            RULE,
        )
        .with(Intermediate, |c| {
            c.not_before_raw(&der::tlv(UTC, b"500101000000Z"))
        }),
    );
    cases.push(
        raw(
            "utc-time-of-1950",
            "notAfter is one second after the last UTCTime of 2049 in its digits, and in 1950.",
            UTC,
            "500101000000Z",
        )
        .with(EndEntity, |c| {
            c.not_before_raw(&der::tlv(UTC, b"500101000000Z"))
        })
        .rejected("EXPIRED", 0),
    );
    cases.push(
        Made::new(
            "end-entity-judged-in-2060",
            "The clock is far beyond UTCTime and 2038.",
            RULE,
        )
        .at(time::at(2060, 1, 1))
        .with(EndEntity, |c| c.not_after(time::at(2061, 1, 1)))
        .with(Intermediate, |c| c.not_after(time::at(2061, 1, 1)))
        .with(Anchor, |c| c.not_after(time::at(2061, 1, 1))),
    );
    cases
}
