//! Very many names against very many subtrees.

use std::fmt::Write as _;

use tlsverify_forge::{Certificate, DistinguishedName, GeneralName, oid};

use super::{HOST, Input, key, root};

/// The kinds of names that subtrees constrain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Dns,
    Ip,
    Email,
    Uri,
    Directory,
}

impl NameKind {
    pub const ALL: [Self; 5] = [Self::Dns, Self::Ip, Self::Email, Self::Uri, Self::Directory];

    /// The subtree of this number.
    fn subtree(self, number: usize) -> GeneralName {
        match self {
            Self::Dns => GeneralName::dns(&format!("d{number}.test")),
            Self::Ip => GeneralName::ip_range(&format!("{}/24", Self::network(number))),
            Self::Email => GeneralName::email(&format!("d{number}.test")),
            Self::Uri => GeneralName::uri(&format!(".d{number}.test")),
            Self::Directory => GeneralName::directory(Self::directory(number)),
        }
    }

    /// A name inside that subtree.
    fn name(self, number: usize) -> GeneralName {
        match self {
            Self::Dns => GeneralName::dns(&format!("www.d{number}.test")),
            Self::Ip => GeneralName::ip(&Self::network(number).replace(".0", ".7")),
            Self::Email => GeneralName::email(&format!("someone@d{number}.test")),
            Self::Uri => GeneralName::uri(&format!("https://www.d{number}.test/path")),
            Self::Directory => {
                GeneralName::directory(Self::directory(number).common_name("someone"))
            }
        }
    }

    fn network(number: usize) -> String {
        format!(
            "{}.{}.{}.0",
            20 + number / 10_000,
            1 + number / 100 % 100,
            1 + number % 100
        )
    }

    fn directory(number: usize) -> DistinguishedName {
        let mut organization = String::new();
        let _ = write!(organization, "Organization {number}");
        DistinguishedName::new().organization(&organization)
    }
}

/// How the last of the names stands to the subtrees; all others are permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastName {
    Permitted,
    NotPermitted,
    Excluded,
}

/// As many permitted as excluded subtrees of one kind, against as many names.
pub fn constrained_names(kind: NameKind, count: usize, last: LastName) -> Input {
    let root = root("Root", "root");
    let subtrees = |from: usize| (from..from + count).map(|number| kind.subtree(number));
    let permitted: Vec<_> = subtrees(0).collect();
    let excluded: Vec<_> = subtrees(count).collect();
    let intermediate = Certificate::intermediate("Intermediate", &key("intermediate"))
        .name_constraints(&permitted, &excluded)
        .issued_by(&root);
    let mut names: Vec<_> = (0..count).map(|number| kind.name(number)).collect();
    names[count - 1] = match last {
        LastName::Permitted => kind.name(count - 1),
        LastName::NotPermitted => kind.name(3 * count),
        LastName::Excluded => kind.name(2 * count - 1),
    };
    let host = if kind == NameKind::Dns {
        "www.d0.test"
    } else {
        HOST
    };
    if kind != NameKind::Dns {
        names.push(GeneralName::dns(HOST));
    }
    // Without a subject, or it would have to be in a permitted directory too.
    let end_entity = Certificate::end_entity(HOST, &key("end entity"))
        .subject(DistinguishedName::new())
        .subject_alt_name(&names)
        .critical(oid::SUBJECT_ALT_NAME, true)
        .issued_by(&intermediate);
    Input::new(&end_entity, &[intermediate], &[root]).for_host(host)
}
