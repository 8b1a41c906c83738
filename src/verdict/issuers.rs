//! Sentences about issuers: self-signed, not sent, not known, not trusted any more.

use super::explain::{Scene, Told};
use super::{suspects, words};
use crate::cert::fingerprint::{hex, sha256};
use crate::cert::{Certificate, DistinguishedName, GeneralName};
use crate::encoding::der::{self, Reader, tag};
use crate::encoding::{oid, time};
use crate::finding::Detail;
use crate::reason::Reason;
use crate::trust::{NotAnAnchor, Origin, TrustAnchor, bundled, former_roots};

pub(super) fn tell(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    match (scene.fault.reason, &scene.certificate) {
        (Reason::SelfSigned, Some(certificate)) => self_signed(scene, certificate),
        (Reason::UntrustedRoot, Some(certificate)) => untrusted_root(scene, certificate),
        (Reason::UnknownIssuer | Reason::MissingIntermediate, Some(certificate)) => {
            unknown_issuer(scene, certificate)
        }
        (Reason::Distrusted, _) => {
            let sha256 = scene.der().map(|der| hex(&sha256(der))).unwrap_or_default();
            Told::plain(format!(
                "{name} or its key is blocked by the application's distrust list (SHA-256 {sha256})."
            ))
            .hint(format!(
                "nothing overrides that list; {} needs a certificate that does not depend on this one.",
                scene.sender()
            ))
        }
        (Reason::DistrustedAfter, _) => distrusted_after(scene),
        (_, _) => Told::plain(format!("the issuer of {name} is not known.")),
    }
}

fn self_signed(scene: &Scene<'_, '_>, certificate: &Certificate<'_>) -> Told {
    let name = scene.name();
    let fingerprint = hex(&sha256(certificate.der));
    let host = words::escaped(scene.around.hostname);
    let host = if host.is_empty() {
        "NULL".to_owned()
    } else {
        format!("\"{host}\"")
    };
    if !signs_itself(scene, certificate) {
        return Told::plain(format!(
            "{name} names itself as its issuer, but is not signed with its own key, so its issuer is not known."
        ))
        .hint("the certificate is damaged or forged; it can only be trusted by itself, with tv_add_cert.");
    }
    let like = suspects::of(certificate.subject)
        .map(|suspect| format!("it looks like {}; ", suspect.what()))
        .unwrap_or_default();
    Told::compared(
        format!("{name} is self-signed and not trusted."),
        "a certificate issued by a trusted CA, or one that is pinned".to_owned(),
        format!("self-signed, SHA-256 {fingerprint}"),
    )
    .hint(format!(
        "{like}if this is the certificate you expect, compare its SHA-256 with {}, {fingerprint}, and pin it: \
         tv_add_cert(ctx, {host}, der, der_len).",
        scene.owner()
    ))
}

/// Whether the certificate's own key verifies its signature.
fn signs_itself(scene: &Scene<'_, '_>, certificate: &Certificate<'_>) -> bool {
    let algorithms = scene.around.algorithms;
    certificate.key.kind().is_ok()
        && algorithms
            .verify(
                &certificate.key,
                certificate.signature_algorithm,
                certificate.tbs,
                certificate.signature,
            )
            .is_ok()
}

fn untrusted_root(scene: &Scene<'_, '_>, certificate: &Certificate<'_>) -> Told {
    let name = scene.name();
    let fingerprint = hex(&sha256(certificate.der));
    let itself = if signs_itself(scene, certificate) {
        "self-signed root"
    } else {
        "self-issued certificate"
    };
    let hint = elsewhere(scene, &certificate.subject, Some(certificate)).unwrap_or_else(|| {
        let call = add_root(certificate, &fingerprint);
        format!("if this CA is your own or your organisation's, {call}.")
    });
    Told::compared(
        format!("the chain ends at the {itself} {name}, which is not trusted."),
        "a path to a trusted root".to_owned(),
        format!("{name}, SHA-256 {fingerprint}"),
    )
    .hint(hint)
}

/// How to trust this root, or why that is not possible.
fn add_root(certificate: &Certificate<'_>, fingerprint: &str) -> String {
    match TrustAnchor::local(certificate.der.to_vec()) {
        Ok(_) => format!(
            "compare its SHA-256 with them, {fingerprint}, and trust it: tv_add_root(ctx, der, der_len)"
        ),
        Err(NotAnAnchor::NotVersion3) => {
            "have it make a new root: this one is of version 1 or 2, which tv_add_root refuses".to_owned()
        }
        Err(NotAnAnchor::NotACa | NotAnAnchor::NoKeyCertSign | NotAnAnchor::Unreadable(_)) => {
            "have it make a proper root: this one may not issue certificates by its own fields, so tv_add_root refuses it"
                .to_owned()
        }
    }
}

fn unknown_issuer(scene: &Scene<'_, '_>, certificate: &Certificate<'_>) -> Told {
    let name = scene.name();
    let issuer = words::distinguished_name(&certificate.issuer);
    let is_sent = scene.around.presented.iter().any(|der| {
        Certificate::read(der).is_ok_and(|other| other.subject.matches(&certificate.issuer))
    });
    let others = scene.around.presented.len().saturating_sub(1);
    let (state, found) = match (is_sent, others) {
        (true, _) => (
            "which is not trusted, and what was sent under that name leads to no trusted root",
            "none that leads to a trusted root",
        ),
        (false, 0) => (
            "which is not trusted, and whose certificate was not sent",
            "none",
        ),
        (false, _) => (
            "which is not trusted, and whose certificate is not among those that were sent",
            "certificates of other CAs only",
        ),
    };
    let key_id = certificate
        .extensions
        .authority_key_id
        .and_then(|identifier| identifier.key_id)
        .map(|key_id| format!(" with the key identifier {}", words::octets(key_id)))
        .unwrap_or_default();
    let address = issuer_address(certificate);
    let hint = elsewhere(scene, &certificate.issuer, None)
        .unwrap_or_else(|| not_sent(scene, address.as_deref(), &issuer));
    Told::compared(
        format!("{name} was issued by \"{issuer}\", {state}."),
        format!("a certificate of \"{issuer}\"{key_id}"),
        found.to_owned(),
    )
    .hint(hint)
}

fn not_sent(scene: &Scene<'_, '_>, address: Option<&str>, issuer: &str) -> String {
    let (sender, owner) = (scene.sender(), scene.owner());
    match (address, scene.depth) {
        (Some(address), _) => format!(
            "ask {owner} to install the full chain; the missing certificate of \"{issuer}\" should be at \
             {address} (tv_add_intermediates takes it on this side); if that CA is your own, trust its root with tv_add_root."
        ),
        (None, 0) => format!(
            "if \"{issuer}\" is an intermediate CA, {sender} has to send its certificate (the full chain); if it is \
             the root of your own CA, trust it with tv_add_root."
        ),
        (None, _) => format!(
            "if \"{issuer}\" is the root of your own or your organisation's CA, trust it with tv_add_root; if not, the \
             chain that {sender} sends is incomplete."
        ),
    }
}

/// What is known of this issuer from elsewhere. `root` is its certificate, if that was sent.
fn elsewhere(
    scene: &Scene<'_, '_>,
    issuer: &DistinguishedName<'_>,
    root: Option<&Certificate<'_>>,
) -> Option<String> {
    let name = words::distinguished_name(issuer);
    let der = root.map_or(&[][..], |root| root.der);
    if let Some(former) = former_roots::find(der, issuer) {
        let known = if hex(&sha256(der)) == former.sha256 {
            format!("the root \"{}\" {}", former.label, former.note)
        } else {
            format!(
                "Mozilla once trusted a root of this name, \"{}\", which {}",
                former.label, former.note
            )
        };
        return Some(format!(
            "{known} (last seen in its list in {}); ask {} for a chain to a current root.",
            former.last_seen,
            scene.owner()
        ));
    }
    if let Some(suspect) = suspects::of(*issuer) {
        return Some(suspect.hint(root.is_some(), scene.owner()));
    }
    let has_name = |anchor: &TrustAnchor| {
        anchor
            .certificate()
            .is_ok_and(|own| own.subject.matches(issuer))
    };
    let is_bundled = bundled::with_subject_hash(issuer.hash()).any(has_name);
    if is_bundled && !scene.around.store.uses_bundled() {
        return Some(format!(
            "\"{name}\" is the name of a Mozilla root, and the Mozilla roots are turned off in this context; \
             tv_use_mozilla_roots turns them on."
        ));
    }
    let mut trusted = scene.around.store.with_subject_hash(issuer.hash());
    trusted.any(has_name).then(|| {
        format!(
            "a root named \"{name}\" is trusted, but it has another key: if the CA has made itself anew, trust its new \
             root with tv_add_root; if not, somebody uses its name."
        )
    })
}

fn distrusted_after(scene: &Scene<'_, '_>) -> Told {
    let name = scene.name();
    let date = match scene.fault.detail {
        Detail::Date(date) => time::text(date),
        Detail::None
        | Detail::Number { .. }
        | Detail::Oid(_)
        | Detail::Name { .. }
        | Detail::Part(_)
        | Detail::Revoked { .. } => "a date".to_owned(),
    };
    let begins = scene
        .path
        .first()
        .and_then(|der| Certificate::read(der).ok())
        .map(|end_entity| time::text(end_entity.not_before))
        .unwrap_or_default();
    let who = match scene.anchor.map(TrustAnchor::origin) {
        Some(Origin::Bundled) => " by the root programmes of the browsers",
        Some(Origin::Local) | None => "",
    };
    Told::compared(
        format!("the root {name} is distrusted{who} for certificates issued after {date}; this one begins on {begins}."),
        format!("issued by {date}"),
        format!("begins on {begins}"),
    )
    .hint(format!(
        "ask {} for a certificate from another CA; browsers refuse this one as well.",
        scene.owner()
    ))
}

/// The first caIssuers address (RFC 5280 4.2.2.1), escaped.
fn issuer_address(certificate: &Certificate<'_>) -> Option<String> {
    let access = certificate.extensions.authority_info_access?;
    let mut descriptions = Reader::new(der::only(access.value, tag::SEQUENCE).ok()?);
    while let Ok(mut description) = descriptions.sequence() {
        let method = description.oid().ok()?;
        if let (oid::CA_ISSUERS, GeneralName::Uri(uri)) =
            (method, GeneralName::read(&mut description).ok()?)
        {
            return Some(words::escaped_bytes(uri));
        }
    }
    None
}
