//! One certificate as a card.

use crate::cert::Certificate;
use crate::cert::fingerprint::{hex, sha256};
use crate::encoding::time;
use crate::trust::Origin;
use crate::verdict::{explain, words};

use super::canvas::Tone;

/// What the certificate stands for where it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The nth certificate that the peer has sent.
    Sent(usize),
    /// The end entity of a path.
    EndEntity,
    /// An issuer at this depth.
    Issuer(usize),
    /// A trust anchor at this depth.
    Anchor(usize, Option<Origin>),
    /// An issuer that was wanted and not found.
    Missing,
}

impl Role {
    pub(super) const fn on_path(depth: usize, is_anchor: bool, origin: Option<Origin>) -> Self {
        match (depth, is_anchor) {
            (_, true) => Self::Anchor(depth, origin),
            (0, false) => Self::EndEntity,
            (_, false) => Self::Issuer(depth),
        }
    }

    fn label(self) -> String {
        match self {
            Self::Sent(number) => format!("sent as no. {number}"),
            Self::EndEntity => "0 · end entity".to_owned(),
            Self::Issuer(depth) => format!("{depth} · issuer"),
            Self::Anchor(depth, Some(Origin::Bundled)) => format!("{depth} · Mozilla root"),
            Self::Anchor(depth, Some(Origin::Local)) => format!("{depth} · local root"),
            Self::Missing => "wanted".to_owned(),
            Self::Anchor(depth, None) => format!("{depth} · trust anchor"),
        }
    }

    pub(super) const fn is_anchor(self) -> bool {
        matches!(self, Self::Anchor(..))
    }
}

/// The texts of one card; the canvas cuts them to fit.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) role: Role,
    pub(super) tone: Tone,
    pub(super) label: String,
    pub(super) name: String,
    pub(super) lines: Vec<String>,
    /// What happened here; may be empty.
    pub(super) note: String,
    /// The whole story, for a pointer that rests on the card and for those who listen.
    pub(super) title: String,
}

impl Card {
    pub(super) fn new(der: &[u8], role: Role, tone: Tone, note: String) -> Self {
        let fingerprint = hex(&sha256(der));
        let short = fingerprint.get(..10).unwrap_or_default();
        let name = Some(explain::subject_of(der)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "(cannot be read)".to_owned());
        let (lines, subject) = match Certificate::read(der) {
            Ok(certificate) => (
                vec![
                    format!("by {}", words::name_of_subject(&certificate.issuer)),
                    format!(
                        "{} to {}",
                        day(certificate.not_before),
                        day(certificate.not_after)
                    ),
                    format!("{} · {short}", explain::key_text(&certificate)),
                ],
                words::distinguished_name(&certificate.subject),
            ),
            Err(_) => (vec![short.to_owned()], name.clone()),
        };
        let title = format!("{}: {subject}; SHA-256 {fingerprint}; {note}", role.label());
        Self {
            role,
            tone,
            label: role.label(),
            name,
            lines,
            note,
            title,
        }
    }
}

impl Card {
    /// The place of an issuer that was wanted and not found.
    pub(super) fn missing(name: &str, note: &str) -> Self {
        let role = Role::Missing;
        Self {
            role,
            tone: Tone::Quiet,
            label: role.label(),
            name: name.to_owned(),
            lines: Vec::new(),
            note: note.to_owned(),
            title: format!("wanted: {name}; {note}"),
        }
    }
}

fn day(unix_seconds: i64) -> String {
    let text = time::text(unix_seconds);
    text.split(' ').next().unwrap_or_default().to_owned()
}
