//! Sentences about revoked certificates, and about lists that do not settle whether one is.

use super::explain::{Scene, Told};
use super::{objects, words};
use crate::encoding::time;
use crate::finding::Detail;
use crate::reason::Reason;
use crate::revocation::scope::{directories, distribution_points};

/// Most authorities that are named in one sentence.
const MOST_NAMED: usize = 4;

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    let issuer = issuer(scene);
    let named = named(scene);
    // Whose list it is where nobody has noted that.
    let authority = match named.as_str() {
        "" => issuer.clone(),
        _ => format!("{named} or {issuer}"),
    };
    match (scene.fault.reason, scene.fault.detail) {
        (
            Reason::Revoked,
            Detail::Revoked {
                date,
                code,
                is_indirect,
            },
        ) => {
            let by = if is_indirect {
                format!("the indirect revocation list of {named}")
            } else {
                format!("the revocation list of {issuer}")
            };
            let serial = scene
                .certificate
                .as_ref()
                .map_or_else(String::new, |certificate| {
                    format!(" (serial number {})", words::octets(certificate.serial))
                });
            let date = time::text(date);
            let why = code.map_or_else(String::new, |code| format!(", for {}", code_text(code)));
            let message = format!("{name}{serial} was revoked on {date}{why}, by {by}.");
            let found = format!("revoked on {date}{why}");
            Told::compared(message, "not in the list".to_owned(), found).hint(revoked(scene, code))
        }
        (Reason::RevocationListNotCurrent, Detail::Date(date)) => {
            let now = scene.around.now;
            let text = time::text(date);
            let (message, found) = if date > now {
                let ahead = words::duration(date.saturating_sub(now));
                (
                    format!(
                        "the revocation list of {authority}, which {name} needs, is not valid before {text}, {ahead} later."
                    ),
                    format!("valid from {text}"),
                )
            } else {
                let ago = words::duration(now.saturating_sub(date));
                (
                    format!(
                        "the revocation list of {authority}, which {name} needs, was good until {text}; that is {ago} past."
                    ),
                    format!("good until {text}"),
                )
            };
            Told::compared(message, format!("good at {}", time::text(now)), found).hint(
                "fetch the current list of that CA; if this is the current one, the CA is late.",
            )
        }
        (Reason::RevocationListUnusable, detail) => {
            let why = match detail {
                Detail::Part(part) => part.to_owned(),
                Detail::Oid(id) => format!(
                    "it has a critical extension that is not understood, {}",
                    objects::object(id)
                ),
                Detail::None
                | Detail::Date(_)
                | Detail::Number { .. }
                | Detail::Name { .. }
                | Detail::Revoked { .. } => "it cannot be believed".to_owned(),
            };
            Told::plain(format!(
                "the revocation list of {authority}, which {name} needs, is of no use: {why}."
            ))
            .hint(if named.is_empty() {
                "fetch the list anew from where that CA publishes it, and tell the CA if it is the same."
            } else {
                "fetch the list anew from where it is published. The certificate of whoever issues lists for other CAs has to \
                 be at hand, too: in the chain, or by tv_add_intermediates."
            })
        }
        (_, detail) => {
            let why = match detail {
                Detail::Part(part) => format!(": {part}"),
                Detail::None
                | Detail::Date(_)
                | Detail::Number { .. }
                | Detail::Oid(_)
                | Detail::Name { .. }
                | Detail::Revoked { .. } => String::new(),
            };
            Told::compared(
                format!("no revocation list at hand tells whether {name}, issued by {issuer}, has been revoked{why}."),
                "a list that covers it".to_owned(),
                "none".to_owned(),
            )
            .hint(format!(
                "hand in the current list of {authority} with tv_evidence_add_crl; every certificate but the root needs one, \
                 unless tv_refuse_unknown_revocation is off."
            ))
        }
    }
}

/// Who has issued the certificate at fault, in quotation marks.
fn issuer(scene: &Scene<'_, '_>) -> String {
    scene.certificate.as_ref().map_or_else(
        || "its issuer".to_owned(),
        |certificate| format!("\"{}\"", words::name_of_subject(&certificate.issuer)),
    )
}

/// Other authorities whose lists are for the certificate at fault, by its distribution points, in quotation marks.
fn named(scene: &Scene<'_, '_>) -> String {
    let mut names = Vec::new();
    if let Some(certificate) = &scene.certificate {
        let issuers = distribution_points(certificate).filter_map(|point| point.issuer);
        let others = issuers
            .flat_map(directories)
            .filter(|name| !name.matches(&certificate.issuer));
        // One is usual, and a hostile certificate may name any number.
        for name in others.take(MOST_NAMED) {
            let text = format!("\"{}\"", words::name_of_subject(&name));
            if !names.contains(&text) {
                names.push(text);
            }
        }
    }
    names.join(" or ")
}

fn revoked(scene: &Scene<'_, '_>, code: Option<u8>) -> String {
    let owner = scene.owner();
    let what = match scene.depth {
        0 => format!("ask {owner} to install a new certificate"),
        _ => format!("ask {owner} to install a chain that does without this CA certificate"),
    };
    match code {
        Some(1 | 2) => {
            format!("its key is in other hands, so this may be an attack; {what}, with a new key.")
        }
        _ => format!("{what}; nothing on this side can make a revoked one good."),
    }
}

/// RFC 5280 5.3.1.
fn code_text(code: u8) -> String {
    match code {
        0 => "no stated reason (unspecified)",
        1 => "a compromised key (keyCompromise)",
        2 => "a compromised CA (cACompromise)",
        3 => "a change of affiliation (affiliationChanged)",
        4 => "a successor (superseded)",
        5 => "being no longer in use (cessationOfOperation)",
        6 => "being on hold (certificateHold)",
        8 => "being taken off the list (removeFromCRL)",
        9 => "a privilege that was withdrawn (privilegeWithdrawn)",
        10 => "a compromised attribute authority (aACompromise)",
        _ => return format!("a reason that has no meaning ({code})"),
    }
    .to_owned()
}
