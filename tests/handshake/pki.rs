//! Certificates that are valid today, issued by the openssl command.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::native::{command, run};

/// What the openssl command needs to know to issue the certificates of this test.
const CONFIGURATION: &str = "\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:server.example
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[alone]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:server.example
[ca]
default_ca = issuing
[issuing]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 30
policy = any
[any]
commonName = supplied
";

/// A small PKI in a temporary folder: a root, an intermediate, and three servers' certificates.
pub(crate) struct Pki {
    pub(crate) folder: TempDir,
}

impl Pki {
    pub(crate) fn make() -> Self {
        let pki = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        pki.write("openssl.cnf", CONFIGURATION);
        pki.write("index.txt", "");
        pki.self_signed("root", "root");
        pki.issued("intermediate", "intermediate", "root", &[]);
        pki.issued("good", "server", "intermediate", &[]);
        let past = [
            "-startdate",
            "20240101000000Z",
            "-enddate",
            "20240201000000Z",
        ];
        pki.issued("expired", "server", "intermediate", &past);
        pki.self_signed("alone", "alone");
        pki
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("the folder can be written");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `openssl` in the folder.
    fn openssl(&self, arguments: &[&str]) {
        run(command("openssl")
            .args(arguments)
            .current_dir(self.folder.path()));
    }

    fn key(&self, name: &str) -> String {
        let key = format!("{name}.key");
        let curve = "ec_paramgen_curve:P-256";
        self.openssl(&[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            curve,
            "-out",
            &key,
        ]);
        key
    }

    fn self_signed(&self, name: &str, extensions: &str) {
        let key = self.key(name);
        let (subject, out) = (format!("/CN=handshake test {name}"), format!("{name}.pem"));
        self.openssl(&[
            "req",
            "-x509",
            "-new",
            "-config",
            "openssl.cnf",
            "-key",
            &key,
            "-subj",
            &subject,
            "-days",
            "30",
            "-extensions",
            extensions,
            "-out",
            &out,
        ]);
    }

    fn issued(&self, name: &str, extensions: &str, issuer: &str, dates: &[&str]) {
        let key = self.key(name);
        let (subject, out) = (format!("/CN=handshake test {name}"), format!("{name}.pem"));
        let (issuer, issuer_key) = (format!("{issuer}.pem"), format!("{issuer}.key"));
        self.openssl(&[
            "req",
            "-new",
            "-config",
            "openssl.cnf",
            "-key",
            &key,
            "-subj",
            &subject,
            "-out",
            "request.pem",
        ]);
        let mut arguments = vec![
            "ca",
            "-batch",
            "-notext",
            "-config",
            "openssl.cnf",
            "-cert",
            &issuer,
            "-keyfile",
            &issuer_key,
            "-in",
            "request.pem",
            "-extensions",
            extensions,
            "-out",
            &out,
        ];
        arguments.extend(dates);
        self.openssl(&arguments);
    }
}
