//! Sentences about keys and signatures.

use super::explain::{Scene, Told, key_text};
use super::{objects, words};
use crate::cert::Certificate;
use crate::cert::fingerprint::{hex, sha256};
use crate::finding::Detail;
use crate::reason::Reason;
use crate::trust::{Origin, TrustAnchor};

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    match (scene.fault.reason, scene.fault.detail) {
        (Reason::BadSignature, detail) => bad_signature(scene, detail),
        (Reason::WeakSignatureHash, detail) => {
            let algorithm = algorithm(detail);
            Told::compared(
                format!("{name} is signed with {algorithm}, whose hash can be forged."),
                "a signature with SHA-256 or better".to_owned(),
                algorithm,
            )
            .hint(reissue(scene, "signed with SHA-256"))
        }
        (Reason::UnsupportedSignatureAlgorithm, detail) => {
            let algorithm = algorithm(detail);
            let message = if USUAL.iter().any(|usual| algorithm.starts_with(usual)) {
                format!(
                    "{name} is signed with {algorithm}, but with parameters that do not belong there."
                )
            } else {
                format!("{name} is signed with {algorithm}, which is not supported.")
            };
            Told::compared(
                message,
                "RSA or ECDSA with SHA-256, SHA-384 or SHA-512, or Ed25519".to_owned(),
                algorithm,
            )
            .hint(reissue(scene, "signed with RSA or ECDSA and SHA-256"))
        }
        (Reason::WeakKey | Reason::WeakIssuerKey, Detail::Number { found, limit }) => {
            Told::compared(
                format!("the RSA key of {name} has {found} bits; at least {limit} are needed."),
                format!("at least {limit} bits"),
                format!("{found} bits"),
            )
            .hint(reissue(scene, "with a new key, RSA 2048 or ECDSA P-256"))
        }
        (Reason::UnsupportedKey, Detail::Number { found, limit }) => Told::compared(
            format!("the RSA key of {name} has {found} bits; at most {limit} are supported."),
            format!("at most {limit} bits"),
            format!("{found} bits"),
        )
        .hint(reissue(scene, "with a key of at most that size")),
        (Reason::UnsupportedKey, detail) => {
            let kind = algorithm(detail);
            Told::compared(
                format!("the key of {name} is of a kind that is not supported: {kind}."),
                "RSA, ECDSA on P-256, P-384 or P-521, or Ed25519".to_owned(),
                kind,
            )
            .hint(reissue(scene, "with a key on P-256 or an RSA key"))
        }
        (reason, _) => Told::plain(reason.row().message.to_owned()),
    }
}

/// Algorithms that are supported, so that only their parameters can be at fault.
const USUAL: [&str; 7] = [
    "RSA with SHA-256",
    "RSA with SHA-384",
    "RSA with SHA-512",
    "ECDSA with SHA-256",
    "ECDSA with SHA-384",
    "ECDSA with SHA-512",
    "Ed25519",
];

fn algorithm(detail: Detail<'_>) -> String {
    match detail {
        Detail::Oid(id) => objects::object(id),
        Detail::Part(part) => part.to_owned(),
        Detail::None
        | Detail::Date(_)
        | Detail::Number { .. }
        | Detail::Name { .. }
        | Detail::Revoked { .. } => "an unknown algorithm".to_owned(),
    }
}

/// Who has to issue it anew.
fn reissue(scene: &Scene<'_, '_>, how: &str) -> String {
    if scene.is_anchor() {
        return format!("the CA has to make a new root, {how}; a trusted root is not exempt.");
    }
    let owner = scene.owner();
    match scene.depth {
        0 => format!("ask {owner} to have the certificate issued anew, {how}."),
        _ => format!(
            "this is a certificate of the CA; ask {owner} to install the CA's current chain, or the CA for one {how}."
        ),
    }
}

/// The issuer that was tried has the right name and the wrong key, or something has been changed.
fn bad_signature(scene: &Scene<'_, '_>, detail: Detail<'_>) -> Told {
    let name = scene.name();
    let above = scene.above();
    let issuer = above
        .as_ref()
        .map(|above| words::short_name(above))
        .or_else(|| {
            let certificate = scene.certificate.as_ref()?;
            Some(words::distinguished_name(&certificate.issuer))
        })
        .unwrap_or_default();
    let which = above
        .as_ref()
        .map(|above| namesake(scene, above))
        .unwrap_or_default();
    let why = match detail {
        Detail::Part(part) => format!(": {part}"),
        Detail::None
        | Detail::Date(_)
        | Detail::Number { .. }
        | Detail::Oid(_)
        | Detail::Name { .. }
        | Detail::Revoked { .. } => String::new(),
    };
    let told = match (scene.certificate.as_ref(), above.as_ref()) {
        (Some(child), Some(above)) => compared_keys(child, above),
        _ => Told::default(),
    };
    let has_other_key = !told.expected.is_empty();
    let has_same_key_id = above.as_ref().is_some_and(|above| {
        let wanted = scene
            .certificate
            .as_ref()
            .and_then(|child| child.extensions.authority_key_id);
        let wanted = wanted.and_then(|identifier| identifier.key_id);
        wanted.is_some() && wanted == above.extensions.subject_key_id
    });
    Told {
        message: format!(
            "the signature on {name} does not verify with the key of its issuer, \"{issuer}\"{which}{why}."
        ),
        hint: bad_signature_hint(scene, &issuer, has_other_key, has_same_key_id),
        ..told
    }
}

/// Which of several issuers of the same name was tried, if others were sent.
fn namesake(scene: &Scene<'_, '_>, above: &Certificate<'_>) -> String {
    let is_namesake = |der: &&[u8]| {
        *der != above.der
            && Certificate::read(der).is_ok_and(|other| other.subject.matches(&above.subject))
    };
    if !scene.around.presented.iter().any(is_namesake) {
        return String::new();
    }
    let fingerprint = hex(&sha256(above.der));
    format!(
        " (SHA-256 {}...)",
        fingerprint.get(..16).unwrap_or_default()
    )
}

/// The key identifiers, if the certificate asks for another key than the issuer has.
fn compared_keys(child: &Certificate<'_>, above: &Certificate<'_>) -> Told {
    let wanted = child
        .extensions
        .authority_key_id
        .and_then(|identifier| identifier.key_id);
    match (wanted, above.extensions.subject_key_id) {
        (Some(wanted), Some(found)) if wanted != found => Told::compared(
            String::new(),
            format!(
                "an issuer with the key identifier {}",
                words::octets(wanted)
            ),
            format!("{}, {}", words::octets(found), key_text(above)),
        ),
        _ => Told::default(),
    }
}

fn bad_signature_hint(
    scene: &Scene<'_, '_>,
    issuer: &str,
    has_other_key: bool,
    has_same_key_id: bool,
) -> String {
    let owner = scene.owner();
    let is_anchor_above = scene.depth.saturating_add(2) == scene.path.len();
    let anchor = scene.anchor.filter(|_| is_anchor_above);
    if has_same_key_id {
        return format!(
            "the certificate asks for exactly this issuer's key, so it was damaged or changed after it was signed; ask \
             {owner} to install it anew from the original."
        );
    }
    match (anchor.map(TrustAnchor::origin), has_other_key) {
        (Some(Origin::Local), true) => format!(
            "the trusted root \"{issuer}\" has the right name and another key: if the CA has made itself anew, trust its \
             new root with tv_add_root; if not, somebody uses its name."
        ),
        (Some(Origin::Local), false) => format!(
            "the trusted root \"{issuer}\" has the right name, but its key has not made this signature: if the CA has made \
             itself anew, trust its new root with tv_add_root; if not, the certificate is damaged or forged."
        ),
        (Some(Origin::Bundled), _) => format!(
            "the key of the Mozilla root \"{issuer}\" has not made this signature: the certificate is damaged or forged, or \
             another CA uses that name."
        ),
        (None, true) => format!(
            "the certificate asks for another key than this \"{issuer}\" has; ask {owner} to send the intermediate \
             that belongs to its certificate."
        ),
        (None, false) => format!(
            "the certificate was changed after it was signed, or the issuer at hand only has the right name; ask \
             {owner} to install the certificate and its chain anew."
        ),
    }
}
