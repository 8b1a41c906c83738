//! Sentences about dates: how long ago, by which clock, and whether the clock may be wrong.

use super::explain::{Scene, Told};
use super::words;
use crate::cert::Certificate;
use crate::encoding::time;
use crate::finding::Detail;
use crate::path::Purpose;
use crate::reason::Reason;
use crate::trust::{Origin, PinMatch, TrustAnchor};

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let (name, now) = (scene.name(), scene.around.now);
    let at = format!("valid at {}", time::text(now));
    match (scene.fault.reason, scene.fault.detail) {
        (Reason::Expired, Detail::Date(end)) => {
            let (date, ago) = (time::text(end), words::duration(now.saturating_sub(end)));
            let message = if scene.around.is_time_given {
                format!(
                    "{name} expired on {date}, {ago} before the time judged at ({}).",
                    time::text(now)
                )
            } else {
                format!(
                    "{name} expired on {date}, {ago} ago by this machine's clock ({}).",
                    time::text(now)
                )
            };
            Told::compared(message, at, format!("valid until {date}")).hint(expired(scene))
        }
        (Reason::NotYetValid, Detail::Date(start)) => {
            let ahead = words::duration(start.saturating_sub(now));
            let date = time::text(start);
            let message = if scene.around.is_time_given {
                let now = time::text(now);
                format!(
                    "{name} is not valid before {date}, {ahead} after the time judged at ({now})."
                )
            } else {
                let now = time::text(now);
                format!(
                    "{name} is not valid before {date}, {ahead} from now by this machine's clock ({now})."
                )
            };
            Told::compared(message, at, format!("valid from {date}")).hint(too_early(scene))
        }
        (_, Detail::Number { found, limit }) => Told::compared(
            format!("{name} is valid for {found} days; issued on that date, {limit} are allowed."),
            format!("at most {limit} days"),
            format!("{found} days"),
        )
        .hint(
            "its issuer has to issue it anew with a shorter validity; browsers refuse it as well.",
        ),
        _ => Told::plain(format!("{name} is outside its validity.")),
    }
}

fn doubted_clock(scene: &Scene<'_, '_>) -> &'static str {
    if scene.around.is_time_given {
        "is the time given to judge at right?"
    } else {
        "is the clock of this machine right?"
    }
}

/// Whether two certificates or more stand below the anchor, and all of them lie on this side of their validity.
fn all_below_anchor(scene: &Scene<'_, '_>, is_outside: impl Fn(&Certificate<'_>) -> bool) -> bool {
    let below = scene
        .path
        .len()
        .saturating_sub(usize::from(scene.anchor.is_some()));
    let mut certificates = scene.path.iter().take(below);
    below > 1 && certificates.all(|der| Certificate::read(der).is_ok_and(|c| is_outside(&c)))
}

fn expired(scene: &Scene<'_, '_>) -> String {
    let (now, owner) = (scene.around.now, scene.owner());
    if all_below_anchor(scene, |certificate| certificate.not_after < now) {
        let doubt = doubted_clock(scene);
        return format!(
            "every certificate below the root had expired by then: {doubt} If it is, ask {owner} to install a current \
             certificate and chain."
        );
    }
    match (scene.depth, scene.anchor.map(TrustAnchor::origin)) {
        (0, _) if matches!(scene.around.pin, PinMatch::Pinned { .. }) => {
            format!(
                "a pinned certificate is only trusted until it expires; when {} has its successor, pin that with \
                 tv_add_cert.",
                scene.sender()
            )
        }
        (0, _) if scene.around.purpose == Purpose::Server => format!(
            "ask {owner} to renew the certificate, and to reload the server if that is done already."
        ),
        (0, _) => format!("ask {owner} to renew it, and to use the new one if that is done already."),
        (_, Some(Origin::Local)) if scene.is_anchor() => {
            "the CA has to make a new root; trust that with tv_add_root.".to_owned()
        }
        (_, Some(Origin::Bundled)) if scene.is_anchor() => {
            format!("ask {owner} for a chain to a current root.")
        }
        _ if scene.is_presented() => format!(
            "{} sends an outdated certificate of its CA; ask {owner} to install the CA's current chain.",
            scene.sender()
        ),
        _ => {
            "this certificate of the CA was at hand here and not sent; replace it with the CA's current one."
                .to_owned()
        }
    }
}

fn too_early(scene: &Scene<'_, '_>) -> String {
    let now = scene.around.now;
    let doubt = doubted_clock(scene);
    if all_below_anchor(scene, |certificate| now < certificate.not_before) {
        return format!("every certificate below the root lies in the future: {doubt}");
    }
    format!(
        "{doubt} If it is, the certificate was made for later use, or by a machine whose clock is ahead."
    )
}
