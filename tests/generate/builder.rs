//! A case in the making: a sound chain, the one fact that is changed, and the answer.

use std::collections::BTreeMap;

use tlsverify_forge::{Certificate, Issued, Key, chain_pem, time};

/// The host that the sound end entity is for.
pub const HOST: &str = "www.example.org";
/// The time that cases are judged at.
pub const NOW: i64 = time::NOW;

type Change = Box<dyn FnOnce(Certificate) -> Certificate>;
type Edit = Box<dyn FnOnce(Issued) -> Issued>;

/// One folder below tests/data/made.
pub struct Made {
    pub folder: String,
    description: String,
    rule: &'static str,
    time: i64,
    name: Option<String>,
    changes: BTreeMap<Role, Vec<Change>>,
    edits: BTreeMap<Role, Vec<Edit>>,
    /// Uppermost first: further intermediates between the anchor and the end entity's issuer.
    uppers: usize,
    settings: Vec<String>,
    chain: Option<Vec<Issued>>,
    roots: Option<Vec<Issued>>,
    intermediates: Vec<Issued>,
    pins: Vec<Issued>,
    distrusts: Option<(Role, bool)>,
    answer: (&'static str, Option<&'static str>, i32),
}

/// Where a certificate stands in the sound chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    EndEntity,
    /// The end entity's issuer.
    Intermediate,
    /// An intermediate above that; there is one only after [`Made::upper`].
    Upper,
    Anchor,
}
pub use Role::{Anchor, EndEntity, Intermediate, Upper};

impl Made {
    /// A sound chain that is accepted.
    pub fn new(folder: &str, description: &str, rule: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            description: description.to_owned(),
            rule,
            time: NOW,
            name: Some(HOST.to_owned()),
            changes: BTreeMap::new(),
            edits: BTreeMap::new(),
            uppers: 0,
            settings: Vec::new(),
            chain: None,
            roots: None,
            intermediates: Vec::new(),
            pins: Vec::new(),
            distrusts: None,
            answer: ("OK", None, -1),
        }
    }

    /// Changes one fact of one certificate.
    pub fn with(
        mut self,
        role: Role,
        change: impl FnOnce(Certificate) -> Certificate + 'static,
    ) -> Self {
        if role == Upper {
            self.uppers = 1;
        }
        let changes = self.changes.entry(role).or_default();
        changes.push(Box::new(change));
        self
    }

    /// Changes one certificate after it has been signed.
    pub fn edited(mut self, role: Role, edit: impl FnOnce(Issued) -> Issued + 'static) -> Self {
        self.edits.entry(role).or_default().push(Box::new(edit));
        self
    }

    /// Puts an upper intermediate into the chain.
    pub fn upper(mut self) -> Self {
        self.uppers = 1;
        self
    }

    pub fn at(mut self, unix_seconds: i64) -> Self {
        self.time = unix_seconds;
        self
    }

    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    pub fn nameless(mut self) -> Self {
        self.name = None;
        self
    }

    /// A line of `case.toml`, such as `rules = "rfc5280"`.
    pub fn set(mut self, line: &str) -> Self {
        self.settings.push(line.to_owned());
        self
    }

    /// Presents these instead of the sound chain.
    pub fn chain(mut self, chain: &[&Issued]) -> Self {
        self.chain = Some(chain.iter().copied().cloned().collect());
        self
    }

    /// Trusts these instead of the sound root.
    pub fn roots(mut self, roots: &[&Issued]) -> Self {
        self.roots = Some(roots.iter().copied().cloned().collect());
        self
    }

    pub fn at_hand(mut self, intermediates: &[&Issued]) -> Self {
        self.intermediates = intermediates.iter().copied().cloned().collect();
        self
    }

    pub fn pin(mut self, certificate: &Issued) -> Self {
        self.pins.push(certificate.clone());
        self
    }

    /// Distrusts the certificate in this role.
    pub fn distrust(mut self, role: Role) -> Self {
        self.distrusts = Some((role, false));
        self
    }

    /// Distrusts the key of the certificate in this role.
    pub fn distrust_key(mut self, role: Role) -> Self {
        self.distrusts = Some((role, true));
        self
    }

    pub fn rejected(mut self, reason: &'static str, depth: i32) -> Self {
        self.answer = ("REJECTED", Some(reason), depth);
        self
    }

    pub fn warned(self, reason: &'static str, depth: i32) -> Self {
        let mut case = self.set("mode = \"warn\"");
        case.answer = ("WARNED", Some(reason), depth);
        case
    }

    /// Refused in the warn mode too.
    pub fn not_forgiven(self, reason: &'static str, depth: i32) -> Self {
        self.set("mode = \"warn\"").rejected(reason, depth)
    }

    /// The call is refused before anything is judged.
    pub fn error(mut self, status: &'static str) -> Self {
        self.answer = (status, None, -1);
        self
    }

    /// The reason and the depth that are expected, if it is refused.
    pub fn refusal(&self) -> Option<(&'static str, i32)> {
        let (_, reason, depth) = self.answer;
        reason.map(|reason| (reason, depth))
    }

    fn make(&mut self, role: Role, template: Certificate, issuer: Option<&Issued>) -> Issued {
        let changes = self.changes.remove(&role).unwrap_or_default();
        let certificate = changes.into_iter().fold(template, |made, f| f(made));
        let issued = match issuer {
            Some(issuer) => certificate.issued_by(issuer),
            None => certificate.self_signed(),
        };
        let edits = self.edits.remove(&role).unwrap_or_default();
        edits.into_iter().fold(issued, |issued, edit| edit(issued))
    }

    /// The files of the folder by name.
    pub fn files(mut self) -> BTreeMap<String, String> {
        let root = self.make(Anchor, Certificate::root("Root", &Key::p256("root")), None);
        let mut issuers = vec![root.clone()];
        if self.uppers > 0 {
            let template = Certificate::intermediate("Upper CA", &Key::p256("upper"));
            let upper = self.make(Upper, template, issuers.last());
            issuers.push(upper);
        }
        let template = Certificate::intermediate("CA", &Key::p256("ca"));
        let ca = self.make(Intermediate, template, issuers.last());
        let template = Certificate::end_entity(HOST, &Key::p256("server"));
        let end_entity = self.make(EndEntity, template, Some(&ca));
        let distrusts = self.distrusts.map(|(role, key)| {
            let found = match role {
                EndEntity => &end_entity,
                Intermediate => &ca,
                Upper => issuers.last().unwrap_or(&ca),
                Anchor => &root,
            };
            if key {
                tlsverify_forge::Hash::Sha256.digest(&found.key().spki())
            } else {
                found.sha256()
            }
        });
        let chain = self.chain.take().unwrap_or_else(|| {
            let mut chain = vec![end_entity, ca];
            chain.extend(issuers.into_iter().skip(1).rev());
            chain
        });
        let roots = self.roots.take().unwrap_or_else(|| vec![root]);
        let mut files = BTreeMap::new();
        let mut lists = Vec::new();
        for (file, list) in [
            ("chain.pem", &chain),
            ("roots.pem", &roots),
            ("intermediates.pem", &self.intermediates),
            ("pins.pem", &self.pins),
        ] {
            if !list.is_empty() {
                files.insert(file.to_owned(), chain_pem(&list.iter().collect::<Vec<_>>()));
                lists.push(file);
            }
        }
        files.insert(
            "case.toml".to_owned(),
            self.toml(&lists, distrusts.as_deref()),
        );
        files
    }

    fn toml(&self, files: &[&str], distrusts: Option<&[u8]>) -> String {
        let mut lines = vec![
            format!("description = {:?}", self.description),
            format!("rule = {:?}", self.rule),
            format!("time = \"{}\"", rfc3339(self.time)),
        ];
        lines.extend(self.name.as_ref().map(|name| format!("name = {name:?}")));
        if files.contains(&"roots.pem") {
            lines.push("roots = [\"roots.pem\"]".to_owned());
        }
        if files.contains(&"intermediates.pem") {
            lines.push("intermediates = \"intermediates.pem\"".to_owned());
        }
        if files.contains(&"pins.pem") {
            lines.push("pins = [\"pins.pem\"]".to_owned());
        }
        if let Some(sha256) = distrusts {
            let hex: String = sha256.iter().map(|octet| format!("{octet:02x}")).collect();
            lines.push(format!("distrust = [\"{hex}\"]"));
        }
        lines.extend(self.settings.iter().cloned());
        let (status, reason, depth) = self.answer;
        lines.push(format!("\n[expect]\nstatus = {status:?}"));
        lines.extend(reason.map(|reason| format!("reason = {reason:?}")));
        lines.push(format!("depth = {depth}\n"));
        lines.join("\n")
    }
}

/// `2026-06-01T00:00:00Z`
fn rfc3339(unix_seconds: i64) -> String {
    let text = tlsverify::encoding::time::text(unix_seconds);
    text.replacen(' ', "T", 1).replace(" UTC", "Z")
}
